// The field one writes in: an input method's Enter never sends, and nothing typed is lost.
import { byId, make } from "./core.js";

const COUNT_FROM = 200;
const MOST = 6, LONGEST = 24, MOST_NAMED = 20;
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");

// Naming people with @: those who are here are offered while one types, chosen by arrows, Enter, Tab or a tap.
class Mentions {
  constructor(room, field, changed) {
    this.room = room;
    this.field = field;
    this.changed = changed;
    this.list = byId("mention-list");
    this.chosen = new Map(); // name → id, of those that were picked here
    field.addEventListener("blur", () => this.#hide());
    // The field keeps the focus while one taps.
    this.list.onmousedown = (event) => event.preventDefault();
    this.list.onclick = (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(this.found[[...this.list.children].indexOf(option)]);
    };
  }

  // Ids of the people whose names still stand in what is sent.
  of(body) {
    const named = [...this.chosen].filter(([name]) => body.includes(`@${name}`)).map(([, id]) => id);
    this.chosen.clear();
    return [...new Set(named)].slice(0, MOST_NAMED);
  }

  look() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const at = Math.max(before.lastIndexOf("@"), before.lastIndexOf("＠"));
    const typed = before.slice(at + 1);
    if (at < 0 || typed.length > LONGEST || typed.includes("\n")) return this.#hide();
    const sought = plain(typed);
    const people = this.room.glance().sample.filter((person) => person.id !== this.room.me);
    this.found = people.filter((person) => plain(person.name).includes(sought)).slice(0, MOST);
    // What is chosen already, or no name at all, needs no list.
    if (!this.found.length || [...this.chosen.keys()].some((name) => typed.startsWith(name))) return this.#hide();
    this.at = at;
    this.#draw(0);
  }

  // True where the key was for the list.
  key(event) {
    if (this.list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#draw((this.index + step + this.found.length) % this.found.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.found[this.index]);
    else if (event.key === "Escape") this.#hide();
    else return false;
    event.preventDefault();
    return true;
  }

  #draw(index) {
    this.index = index;
    this.list.replaceChildren(
      ...this.found.map((person, number) => {
        const option = make("li", { id: `mention-${number}`, role: "option" }, person.name);
        option.ariaSelected = number === index;
        return option;
      }),
    );
    this.list.hidden = false;
    this.field.setAttribute("aria-activedescendant", `mention-${index}`);
  }

  #hide() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  #choose(person) {
    const end = this.field.selectionStart;
    this.chosen.set(person.name, person.id);
    this.field.setRangeText(`@${person.name} `, this.at, end, "end");
    this.changed();
    this.#hide();
  }
}

export class Composer {
  // handlers: typed(isTyping)
  constructor(room, view, handlers) {
    this.field = byId("body");
    this.room = room;
    this.view = view;
    this.handlers = handlers;
    this.limit = Number(room.data.limit);
    this.key = `room-draft:${room.data.room}:${room.me}`;
    this.target = null;
    this.replyTo = null;
    this.mentions = new Mentions(room, this.field, () => this.#changed());
    const form = byId("composer");
    form.hidden = false;
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.field.onkeydown = (event) => this.#key(event);
    this.field.oninput = () => this.#changed();
    this.label = byId("message-tlp");
    if (this.label) this.label.onchange = () => this.#showLabel();
    byId("stop-editing").onclick = () => this.#stop();
    this.#restore();
    this.#stayAboveKeyboard();
  }

  #key(event) {
    // keyCode 229: Safari reports the Enter that ends a conversion as if nothing were being composed.
    if (event.isComposing || event.keyCode === 229 || this.mentions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && (this.target || this.replyTo)) {
      this.#stop();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      event.preventDefault();
      this.view.list.lastElementChild?.focus();
    }
  }

  #submit() {
    const body = this.field.value.trim();
    if (!body || [...body].length > this.limit) return;
    this.handlers.typed(false);
    if (this.target) {
      this.room.send({ kind: "edit", body, target: this.target });
      this.#stop();
      return;
    }
    const mentions = this.mentions.of(body);
    this.room.send(
      {
        kind: "message",
        body,
        ...(this.replyTo ? { reply_to: this.replyTo } : {}),
        ...(mentions.length ? { mentions } : {}),
        ...(this.label?.value ? { tlp: this.label.value } : {}),
      },
      () => this.#keep(),
    );
    // A label is chosen for one message: the next one must not be stricter by oversight.
    if (this.label?.value) {
      this.label.value = "";
      this.#showLabel();
    }
    this.#show("");
    this.#setContext(null, null);
    this.view.jump();
  }

  edit(seq, body) {
    if (!this.target) this.kept = this.field.value;
    this.#setContext(seq, null, this.room.word("editing"));
    this.#set(body);
    this.field.focus();
  }

  reply(seq, line) {
    if (this.target) this.#stop();
    const name = line.querySelector(".line-name")?.textContent ?? "";
    this.#setContext(null, seq, `${this.room.word("inReply", name)} ${this.view.lines.quoteOf(line)}`);
    this.field.focus();
  }

  #setContext(target, replyTo, words = "") {
    const wasAtEnd = this.view.isAtBottom;
    this.target = target;
    this.replyTo = replyTo;
    byId("editing").hidden = !words;
    byId("editing-words").textContent = words;
    if (wasAtEnd) this.view.toEnd();
  }

  #stop() {
    const wasEditing = this.target;
    this.#setContext(null, null);
    if (wasEditing) this.#set(this.kept ?? "");
    this.field.focus();
  }

  #showLabel() {
    const { value } = this.label;
    const fold = this.label.closest("details");
    const toggle = fold.firstElementChild;
    byId("message-tlp-now").textContent = value ? `TLP:${value}` : "TLP";
    toggle.classList.toggle("is-set", Boolean(value));
    // Only a phone folds it away.
    if (!value && toggle.offsetParent) fold.open = false;
  }

  // A refused message comes back into the field, before what was typed meanwhile.
  giveBack(body) {
    if (this.target) this.kept = this.kept ? `${body}\n${this.kept}` : body;
    else this.#set(this.field.value ? `${body}\n${this.field.value}` : body);
  }

  #set(text) {
    this.#show(text);
    if (!this.target) this.#keep();
  }

  // What was just sent stays in the browser's draft until the outbox has it on disk.
  #show(text) {
    this.field.value = text;
    this.#count();
  }

  #changed() {
    this.#count();
    if (!this.target) this.#keep();
    this.mentions.look();
    this.handlers.typed(Boolean(this.field.value));
  }

  #count() {
    const left = this.limit - [...this.field.value.trim()].length;
    byId("count").textContent =
      left < 0 ? this.room.word("over", -left) : left <= COUNT_FROM ? this.room.word("left", left) : "";
    this.field.setAttribute("aria-invalid", String(left < 0));
  }

  #keep() {
    try {
      if (this.field.value) localStorage.setItem(this.key, this.field.value);
      else localStorage.removeItem(this.key);
    } catch {
      // Storage is full or forbidden: the text is still in the field.
    }
  }

  #restore() {
    try {
      this.#set(this.field.value || (localStorage.getItem(this.key) ?? ""));
    } catch {
      this.#count();
    }
  }

  // Where a keyboard lies over the page instead of shrinking it, the field and the tabs are lifted above it.
  #stayAboveKeyboard() {
    const seen = globalThis.visualViewport;
    const lift = () => {
      const hidden = Math.max(0, Math.round(innerHeight - seen.height - seen.offsetTop));
      const isOpen = seen.scale === 1 && hidden > 100;
      this.room.element.classList.toggle("room-typing", isOpen);
      this.room.element.style.setProperty("--keyboard", `${isOpen ? hidden : 0}px`);
    };
    seen?.addEventListener("resize", lift);
    seen?.addEventListener("scroll", lift);
  }
}
