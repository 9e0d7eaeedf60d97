// One message as a line of the log: built from its event, changed by later ones. Lines that the server made look alike.
const QUOTED = 40;
const byId = (id) => document.getElementById(id);

// Message text on the page. The server has cleaned `html`; here it is built anew from the few tags it may hold, so that
// nothing else could come in, whoever sent the frame.
const TAGS = new Set(["P", "BR", "STRONG", "EM", "CODE", "PRE", "UL", "OL", "LI", "BLOCKQUOTE", "A"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "TEXTAREA", "TITLE"]);
const LINK = /^https?:\/\//i;

function copyInto(place, nodes) {
  for (const node of nodes) {
    if (node.nodeType === Node.TEXT_NODE) place.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) continue;
    const isKept = TAGS.has(node.tagName);
    const copy = isKept ? document.createElement(node.tagName) : place;
    if (node.tagName === "A" && LINK.test(node.getAttribute("href") ?? "")) {
      copy.href = node.getAttribute("href");
      copy.rel = "noopener nofollow ugc";
    }
    copyInto(copy, node.childNodes);
    if (isKept) place.append(copy);
  }
}

function showText(place, payload) {
  place.replaceChildren();
  place.toggleAttribute("data-html", Boolean(payload.html));
  if (payload.html) copyInto(place, new DOMParser().parseFromString(payload.html, "text/html").body.childNodes);
  else place.textContent = payload.body ?? "";
}

export class Lines {
  constructor(room) {
    this.room = room;
    this.list = byId("lines");
    this.label = room.data.tlp;
    this.bodies = new Map();
    this.clock = new Intl.DateTimeFormat("ja", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
    for (const line of this.list.children) this.#adopt(line);
  }

  find(seq, fresh) {
    return fresh?.getElementById(`m${seq}`) ?? byId(`m${seq}`);
  }

  // What was typed: `html` is only how it looks.
  textOf(line) {
    const seq = Number(line.dataset.seq);
    return this.bodies.get(seq) ?? line.dataset.body ?? line.querySelector(".line-body").innerText.trim();
  }

  build(event, fresh) {
    const { seq, actor, payload } = event;
    const line = byId("line").content.firstElementChild.cloneNode(true);
    if (seq) line.id = `m${seq}`;
    Object.assign(line.dataset, { seq, actor: actor.id ?? "", cid: event.cid, tlp: payload.tlp ?? this.label });
    line.classList.toggle("line-own", actor.id === this.room.me);
    const time = line.querySelector("time");
    time.dateTime = event.at;
    time.textContent = this.clock.format(new Date(event.at));
    line.querySelector(".line-name").textContent = actor.name;
    if (payload.body === undefined) {
      this.#remove(line, {});
      return line;
    }
    if (payload.mentions?.includes(this.room.me)) this.#markMention(line);
    if (payload.reply_to) line.dataset.reply = payload.reply_to;
    this.#write(line, payload, fresh);
    if (!seq) line.querySelector(".line-more").remove();
    return line;
  }

  // A sentence of the room itself among the lines.
  note(event, words) {
    const line = document.createElement("li");
    line.id = `m${event.seq}`;
    line.className = "line line-note";
    line.dataset.seq = event.seq;
    line.tabIndex = -1;
    line.textContent = `${this.clock.format(new Date(event.at))} ${words}`;
    return line;
  }

  // Edits, removals and labels of what stands in the log or in `fresh`, which is about to.
  change({ kind, payload }, fresh) {
    const line = this.find(payload.target, fresh);
    if (!line || line.dataset.removed) return;
    if (kind === "line.tlp") {
      line.dataset.tlp = payload.label;
      this.#showLabel(line);
    } else if (kind === "redaction") {
      this.#remove(line, payload);
      this.#quote(line, fresh);
    } else if (kind === "edit" && payload.body !== undefined) {
      this.#write(line, payload, fresh);
      line.querySelector(".line-mark").textContent = this.room.word("edited");
      this.#quote(line, fresh);
    }
  }

  relabel(label, fresh) {
    this.label = label;
    for (const line of [...this.list.children, ...fresh.children]) this.#showLabel(line);
  }

  #adopt(line) {
    line.dataset.tlp ||= this.label;
    if (line.querySelector(".line-body em:only-child") && !line.querySelector("[data-html]")) {
      line.dataset.removed = "1";
      return;
    }
    if (!line.querySelector(".line-more")) {
      const more = byId("line").content.querySelector(".line-more");
      line.querySelector(".line-head").append(more.cloneNode(true));
    }
    if (line.dataset.mentions?.split(" ").includes(String(this.room.me))) this.#markMention(line);
    if (line.dataset.reply) this.#showReply(line);
    this.#showLabel(line);
  }

  #write(line, payload, fresh) {
    this.bodies.set(Number(line.dataset.seq), payload.body);
    showText(line.querySelector(".line-body"), payload);
    if (line.dataset.reply) this.#showReply(line, fresh);
    this.#showLabel(line);
  }

  #showLabel(line) {
    const place = line.querySelector(".line-tlp");
    const label = line.dataset.tlp;
    if (place) place.textContent = label && label !== this.label ? `TLP:${label}` : "";
  }

  #markMention(line) {
    line.classList.add("line-to-me");
    line.querySelector(".line-mark").textContent = this.room.word("toYou");
  }

  #showReply(line, fresh) {
    const seq = Number(line.dataset.reply);
    const target = this.find(seq, fresh);
    const place = line.querySelector(".line-reply") ?? document.createElement("p");
    place.className = "line-reply";
    const link = place.querySelector("a") ?? document.createElement("a");
    if (target) {
      link.href = `#m${seq}`;
      link.textContent = `${this.room.word("inReply", target.querySelector(".line-name")?.textContent ?? "")} ${this.quoteOf(target)}`;
    } else {
      link.href = `${this.room.data.log}?after=${seq - 1}&limit=20#m${seq}`;
      link.textContent ||= this.room.word("inReplyOlder");
    }
    place.append(link);
    line.querySelector(".line-body").before(place);
  }

  quoteOf(line) {
    const words = line.querySelector(".line-body")?.textContent.replace(/\s+/g, " ").trim() ?? "";
    const shown = [...words];
    return shown.length > QUOTED ? `${shown.slice(0, QUOTED).join("")}…` : words;
  }

  // Whoever answered it quotes it: a removed text must not live on there.
  #quote(line, fresh) {
    const selector = `[data-reply="${line.dataset.seq}"]`;
    for (const root of [this.list, fresh]) {
      for (const reply of root?.querySelectorAll(selector) ?? []) this.#showReply(reply, fresh);
    }
  }

  #remove(line, payload) {
    const words = document.createElement("em");
    words.textContent = this.room.word("removed");
    if (payload.by === "moderator") words.textContent = this.room.word("removedBy", payload.body ?? "");
    line.dataset.removed = "1";
    line.querySelector(".line-body").replaceChildren(words);
    line.querySelector(".line-body").removeAttribute("data-html");
    for (const part of line.querySelectorAll(".line-actions, .line-reply, .line-reactions, .line-more")) part.remove();
    delete line.dataset.reply;
    delete line.dataset.body;
    this.bodies.delete(Number(line.dataset.seq));
    line.querySelector(".line-mark").textContent = "";
  }
}
