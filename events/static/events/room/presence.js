// What is true just now and never repeated: who is here, who writes, the reactions under a line; and the label.
import { byId, make } from "./core.js";

const TYPING_MS = 3000, NAMED = 2;

export class Presence {
  constructor(room, tell) {
    this.room = room;
    this.tell = tell;
    this.typedAt = 0;
    room.onEph((news) => this.#show(news));
  }

  // The field changed: said at most every three seconds, and once when it is empty again.
  typed(isTyping) {
    const now = Date.now();
    if (isTyping ? now - this.typedAt < TYPING_MS : !this.typedAt) return;
    this.typedAt = isTyping ? now : 0;
    this.tell({ type: "eph", typing: isTyping });
  }

  #show(news) {
    if (news.present !== undefined) byId("present").textContent = this.room.word("present", news.present);
    if (!news.typing) return;
    const others = news.typing.filter((person) => person.id !== this.room.me).map((person) => person.name);
    const names = others.slice(0, NAMED).join(this.room.word("and"));
    const word = others.length > NAMED ? "typingMany" : "typing";
    byId("typing").textContent = others.length ? this.room.word(word, names) : "";
  }
}

export class Reactions {
  constructor(room, view, tell) {
    this.room = room;
    this.view = view;
    this.tell = tell;
    this.key = `room-reactions:${room.data.room}:${room.me}`;
    try {
      this.own = new Set(JSON.parse(sessionStorage.getItem(this.key) ?? "[]"));
    } catch {
      this.own = new Set();
    }
    room.onEph(({ reactions = {} }) => {
      for (const [seq, signs] of Object.entries(reactions)) this.#show(seq, signs);
    });
  }

  // The same again takes it back: the server counts, this tab only remembers which are its own.
  send(seq, sign) {
    if (!this.tell({ type: "eph", reaction: sign, target: seq })) {
      this.room.announce(this.room.word("reconnecting"));
      return;
    }
    const name = `${seq}${sign}`;
    if (!this.own.delete(name)) this.own.add(name);
    try {
      sessionStorage.setItem(this.key, JSON.stringify([...this.own].slice(-200)));
    } catch {
      // Only the pressed state is forgotten with the tab.
    }
  }

  #show(seq, signs) {
    const line = this.view.lines.find(seq);
    if (!line || line.dataset.removed || !line.matches(".line")) return;
    const row = line.querySelector(".line-reactions") ?? make("p", { className: "line-reactions", ariaLive: "off" });
    const focused = row.contains(document.activeElement) ? document.activeElement.dataset.sign : null;
    row.replaceChildren(...Object.entries(signs).filter(([, n]) => n > 0).map(([sign, n]) => this.#button(seq, sign, n)));
    if (!row.childElementCount) row.remove();
    else if (!row.isConnected) line.querySelector(".line-body").after(row);
    if (focused) (row.querySelector(`[data-sign="${focused}"]`) ?? line).focus();
  }

  #button(seq, sign, count) {
    const button = make("button", { type: "button", tabIndex: -1 }, `${sign} ${count}`);
    button.dataset.sign = sign;
    button.ariaPressed = this.own.has(`${seq}${sign}`);
    button.onclick = () => this.send(Number(seq), sign);
    return button;
  }
}

export function watchLabel(room) {
  const chip = byId("room-tlp");
  const box = byId("tlp-proposal");

  const show = (label) => {
    room.data.tlp = label;
    const known = byId("tlp-chips")?.content.querySelector(`[data-label="${label}"]`);
    if (known) chip.replaceChildren(...known.cloneNode(true).childNodes);
    else chip.querySelector("b").textContent = `TLP:${label}`;
    propose(null);
  };

  const propose = (proposal) => {
    const may = room.moderates || room.chairs;
    box.hidden = !proposal;
    if (!proposal) return;
    byId("tlp-proposal-words").textContent = room.word("tlpProposed", `TLP:${proposal.label}`);
    const agree = byId("tlp-agree");
    agree.hidden = !may || proposal.by === room.me;
    agree.onclick = () => {
      room.send({ kind: "tlp.agree", body: "", target: proposal.seq }).catch(() => {});
    };
  };

  const load = async () => {
    const part = (await room.loadState())?.parts?.tlp;
    if (part?.label && part.label !== room.data.tlp) show(part.label);
    propose(part?.proposed ?? null);
  };

  room.on("tlp", ({ kind, seq, actor, payload }) => {
    if (kind === "tlp") show(payload.label);
    else if (kind === "tlp.proposed") propose({ seq, label: payload.label, by: actor.id });
  });
  room.onReset(load);
  load();

  const form = byId("tlp-form");
  if (!form) return;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const { label, reason } = form.elements;
    try {
      await room.send({ kind: "tlp", body: reason.value.trim(), label: label.value });
      reason.value = "";
      form.closest("details").open = false;
    } catch {
      // The state in words says it; what was chosen and typed stays.
    }
  };
}
