// One message as a line of the log: built from its event, changed by later ones. Lines that the server made look alike.
import { byId, make } from "./core.js";

const QUOTED = 40;
const TAGS = new Set("P BR STRONG EM CODE PRE UL OL LI BLOCKQUOTE A".split(" "));
const DROPPED = /^(SCRIPT|STYLE|TEMPLATE|IFRAME|OBJECT|NOSCRIPT|TEXTAREA|TITLE)$/;

// The server has cleaned `html`; it is built anew from the few tags it may hold, whoever sent the frame.
function copyInto(place, nodes) {
  for (const node of nodes) {
    if (node.nodeType === Node.TEXT_NODE) place.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.test(node.tagName)) continue;
    const copy = TAGS.has(node.tagName) ? make(node.tagName) : place;
    const href = node.tagName === "A" && node.getAttribute("href");
    if (/^https?:/i.test(href)) Object.assign(copy, { href, rel: "noopener nofollow ugc" });
    copyInto(copy, node.childNodes);
    if (copy !== place) place.append(copy);
  }
}

export class Lines {
  constructor(room) {
    this.room = room;
    this.list = byId("lines");
    this.label = room.data.tlp;
    this.clock = new Intl.DateTimeFormat("ja", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
    for (const line of this.list.children) this.#adopt(line);
  }

  find(seq, fresh) {
    return fresh?.getElementById(`m${seq}`) ?? byId(`m${seq}`);
  }

  // What was typed: `html` is only how it looks.
  textOf(line) {
    return line.typed ?? line.dataset.body ?? line.querySelector(".line-body").innerText.trim();
  }

  build({ seq, actor, payload, at, cid }, fresh) {
    const line = byId("line").content.firstElementChild.cloneNode(true);
    if (seq) line.id = `m${seq}`;
    else line.querySelector(".line-more").remove();
    Object.assign(line.dataset, { seq, actor: actor.id ?? "", cid, tlp: payload.tlp ?? this.label });
    line.classList.toggle("line-own", actor.id === this.room.me);
    Object.assign(line.querySelector("time"), { dateTime: at, textContent: this.clock.format(new Date(at)) });
    line.querySelector(".line-name").textContent = actor.name;
    if (payload.body === undefined) {
      this.#remove(line, {});
    } else {
      if (payload.mentions?.includes(this.room.me)) {
        line.classList.add("line-to-me");
        this.#mark(line, "toYou");
      }
      if (payload.reply_to) line.dataset.reply = payload.reply_to;
      this.#write(line, payload, fresh);
    }
    return line;
  }

  // A sentence of the room itself among the lines.
  note({ seq, at }, words) {
    const line = make("li", { id: `m${seq}`, className: "line line-note", tabIndex: -1 });
    line.dataset.seq = seq;
    line.textContent = `${this.clock.format(new Date(at))} ${words}`;
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
    } else if (kind === "edit" && payload.body !== undefined) {
      this.#write(line, payload, fresh);
      this.#mark(line, "edited");
    } else {
      return;
    }
    // Whoever answered it quotes it: a removed text must not live on there.
    for (const root of [this.list, fresh]) {
      for (const reply of root.querySelectorAll(`[data-reply="${line.dataset.seq}"]`)) this.#showReply(reply, fresh);
    }
  }

  relabel(label, fresh) {
    this.label = label;
    for (const line of [...this.list.children, ...fresh.children]) this.#showLabel(line);
  }

  quoteOf(line) {
    const words = [...line.querySelector(".line-body").textContent.replace(/\s+/g, " ").trim()];
    return words.length > QUOTED ? `${words.slice(0, QUOTED).join("")}…` : words.join("");
  }

  #adopt(line) {
    line.dataset.tlp ||= this.label;
    if (line.querySelector(".line-body:not([data-html]) > em")) {
      line.dataset.removed = "1";
      return;
    }
    line.querySelector(".line-head").append(byId("line").content.querySelector(".line-more").cloneNode(true));
    if (line.dataset.reply) this.#showReply(line);
  }

  #mark(line, word) {
    line.querySelector(".line-mark").textContent = word && this.room.word(word);
  }

  #write(line, payload, fresh) {
    const place = line.querySelector(".line-body");
    line.typed = payload.body;
    place.toggleAttribute("data-html", Boolean(payload.html));
    place.textContent = payload.html ? "" : payload.body;
    if (payload.html) copyInto(place, new DOMParser().parseFromString(payload.html, "text/html").body.childNodes);
    if (line.dataset.reply) this.#showReply(line, fresh);
    this.#showLabel(line);
  }

  #showLabel(line) {
    const place = line.querySelector(".line-tlp");
    const { tlp } = line.dataset;
    if (place) place.textContent = tlp && tlp !== this.label ? `TLP:${tlp}` : "";
  }

  #showReply(line, fresh) {
    const seq = line.dataset.reply;
    const target = this.find(seq, fresh);
    const link = line.querySelector(".line-reply a") ?? make("a");
    link.href = target ? `#m${seq}` : `${this.room.data.log}?after=${seq - 1}&limit=20#m${seq}`;
    link.textContent = target
      ? `${this.room.word("inReply", target.querySelector(".line-name").textContent)} ${this.quoteOf(target)}`
      : this.room.word("inReplyOlder");
    if (!link.parentNode) line.querySelector(".line-body").before(make("p", { className: "line-reply" }, link));
  }

  #remove(line, payload) {
    const body = line.querySelector(".line-body");
    const words = payload.by === "moderator" ? this.room.word("removedBy", payload.body) : this.room.word("removed");
    body.replaceChildren(make("em", { textContent: words }));
    body.removeAttribute("data-html");
    line.dataset.removed = "1";
    line.typed = "";
    delete line.dataset.reply;
    delete line.dataset.body;
    for (const part of line.querySelectorAll(".line-actions, .line-reply, .line-reactions, .line-more")) part.remove();
    this.#mark(line, "");
  }
}
