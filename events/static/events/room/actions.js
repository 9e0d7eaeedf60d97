// What one can do with a line: a row of buttons that opens under it, by thumb, mouse or keyboard.
import { byId, make } from "./core.js";

const SIGNS = [..."👍👏❤🎉😄🤔🙏✅❌👀🙋"];

export class Actions {
  constructor(room, view, composer, reactions) {
    Object.assign(this, { room, view, composer, reactions });
    this.bar = make("div", { className: "line-actions" });
    view.list.addEventListener("click", (event) => {
      const more = event.target.closest(".line-more");
      if (more) this.#toggle(more.closest(".line"));
    });
    view.list.addEventListener("focusin", (event) => view.rove(event.target.closest(".line")));
    view.list.addEventListener("keydown", (event) => this.#key(event));
  }

  get isOpen() {
    return this.bar.isConnected;
  }

  #toggle(line) {
    const isSame = this.isOpen && this.line === line;
    this.close();
    if (isSame || !line.querySelector(".line-more")) return;
    this.line = line;
    this.seq = Number(line.dataset.seq);
    line.querySelector(".line-more").ariaExpanded = "true";
    this.#offer();
    line.append(this.bar);
    this.#show();
  }

  close() {
    if (!this.isOpen) return;
    const more = this.line.querySelector(".line-more");
    if (more) more.ariaExpanded = "false";
    this.bar.remove();
  }

  #key(event) {
    const line = event.target.closest(".line");
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (this.isOpen) this.#leave(() => {}, true);
      else byId("body").focus();
    } else if (event.target === line) {
      const next = { ArrowUp: line.previousElementSibling, ArrowDown: line.nextElementSibling,
        Home: this.view.list.firstElementChild, End: this.view.list.lastElementChild }[event.key];
      if (next) next.focus();
      else if (event.key === "Enter") this.#toggle(line);
      else if (event.key !== "ArrowDown") return;
      else byId("body").focus();
      event.preventDefault();
    }
  }

  #offer() {
    const { room, line } = this;
    const isOwn = line.classList.contains("line-own");
    const age = room.now() - Date.parse(line.querySelector("time").dateTime);
    const offers = [
      ["reply", true, () => this.#leave(() => this.composer.reply(this.seq, line))],
      ["react", true, () => this.#askSign()],
      ["edit", isOwn && age < room.editMs, () => this.#leave(() => this.composer.edit(this.seq, this.view.lines.textOf(line)))],
      ["copy", Boolean(room.copyLine && navigator.clipboard), () => this.#leave(() => room.copyLine(line), true)],
      ["note", room.keepsMinutes, () => this.#send({ kind: "minutes", body: "", as: "info" })],
      ["label", room.chairs && Boolean(byId("tlp-choice")), () => this.#askLabel()],
      ["remove", isOwn || room.moderates, () => (isOwn ? this.#askSure() : this.#askReason())],
    ];
    this.bar.replaceChildren(...offers.filter(([, may]) => may).map(([word, , act]) => this.#button(word, act)));
  }

  #leave(act, stays) {
    this.close();
    if (stays) this.line.focus();
    act();
  }

  #send(fields) {
    this.room.send({ ...fields, target: this.seq }).catch(() => {});
    this.#leave(() => {}, true);
  }

  #button(word, act, text = this.room.word(word)) {
    return make("button", { type: "button", className: word ? "button-link" : "line-sign", onclick: act }, text);
  }

  #ask(...parts) {
    this.bar.replaceChildren(...parts);
    this.#show();
  }

  // Under the last line the field would lie over the bar.
  #show() {
    this.bar.querySelector("button, input, select").focus({ preventScroll: true });
    const covered = this.bar.getBoundingClientRect().bottom - this.view.edge;
    if (covered > 0) scrollBy(0, covered + 8);
  }

  #askSign() {
    const signs = SIGNS.map((sign) => this.#button("", () => this.#leave(() => this.reactions.send(this.seq, sign), true), sign));
    this.#ask(...signs);
  }

  #askSure() {
    const sure = () => this.#send({ kind: "redaction", body: "" });
    this.#ask(this.#button("removeSure", sure), this.#button("keep", () => this.#back()));
  }

  #askReason() {
    const reason = make("input", { required: true, maxLength: 500 });
    this.#askIn(reason, "reason", "removeSure", () => this.#send({ kind: "redaction", body: reason.value.trim() }));
  }

  #askLabel() {
    const choice = byId("tlp-choice").cloneNode(true);
    choice.removeAttribute("id");
    choice.value = this.line.dataset.tlp;
    this.#askIn(choice, "label", "labelSet", () => this.#send({ kind: "line.tlp", body: "", label: choice.value }));
  }

  #askIn(field, word, verb, act) {
    const button = Object.assign(this.#button(verb), { type: "submit" });
    const label = make("label", {}, this.room.word(word), field);
    const form = make("form", {}, label, button, this.#button("keep", () => this.#back()));
    form.onsubmit = (event) => {
      event.preventDefault();
      if (field.value.trim()) act();
    };
    this.#ask(form);
  }

  #back() {
    this.#offer();
    this.#show();
  }
}

// Copying out of the talk obeys the room's rule: with names, without them, or not at all.
// What of the selection stands in the body of this line.
function textIn(range, line) {
  const body = line.querySelector(".line-body");
  const part = range.cloneRange();
  if (!body.contains(range.startContainer)) part.setStart(body, 0);
  if (!body.contains(range.endContainer)) part.setEnd(body, body.childNodes.length);
  return String(part).trim();
}

export function guardCopies(room, view) {
  const rule = room.data.copy;
  if (!rule) return;
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" });
  const title = document.querySelector("h1").textContent.trim();

  const isKept = (lines) => rule === "none" || lines.some((line) => line.dataset.tlp === "RED");
  const refuse = () => room.announce(room.word("copyRefused"));

  // What leaves the room says where it comes from and how far it may go.
  const attributed = (lines, texts) => {
    const parts = lines.map((line, index) => {
      const name = line.querySelector(".line-name")?.textContent;
      const time = when.format(new Date(line.querySelector("time").dateTime));
      return rule === "named" ? `${texts[index]}\n— ${name}, ${time}` : texts[index];
    });
    const labels = [...new Set(lines.map((line) => `TLP:${line.dataset.tlp}`))].join(" ");
    return `${parts.join("\n\n")}\n\n${title} · ${labels}\n`;
  };

  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const touched = [...view.list.querySelectorAll(".line:not(.line-note, [data-removed])")].filter((line) => range.intersectsNode(line));
    if (!touched.length) return;
    event.preventDefault();
    if (isKept(touched)) {
      refuse();
      return;
    }
    const texts = touched.map((line) => textIn(range, line));
    const lines = touched.filter((_, index) => texts[index]);
    event.clipboardData.setData("text/plain", lines.length ? attributed(lines, texts.filter(Boolean)) : "");
  });

  if (rule === "none") return;
  room.copyLine = async (line) => {
    if (isKept([line])) {
      refuse();
      return;
    }
    try {
      await navigator.clipboard.writeText(attributed([line], [view.lines.textOf(line)]));
      room.announce(room.word("copied"));
    } catch {
      room.announce(room.word("copyFailed"));
    }
  };
}
