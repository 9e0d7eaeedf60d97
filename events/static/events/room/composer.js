// The field one writes in: an input method's Enter never sends, and nothing typed is lost.
const COUNT_FROM = 200;
const byId = (id) => document.getElementById(id);

export class Composer {
  constructor(room, view) {
    this.field = byId("body");
    this.room = room;
    this.view = view;
    this.limit = Number(room.data.limit);
    this.key = `room-draft:${room.data.room}:${room.me}`;
    this.target = null;
    const form = byId("composer");
    form.hidden = false;
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.field.onkeydown = (event) => this.#key(event);
    this.field.oninput = () => this.#changed();
    byId("stop-editing").onclick = () => this.#stopEditing();
    this.#restore();
  }

  #key(event) {
    // keyCode 229: Safari reports the Enter that ends a conversion as if nothing were being composed.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.target && !isComposing) {
      this.#stopEditing();
    }
  }

  #submit() {
    const body = this.field.value.trim();
    if (!body || [...body].length > this.limit) return;
    const target = this.target;
    this.room.send(target ? { kind: "edit", body, target } : { kind: "message", body }, () => this.#keep());
    if (target) {
      this.#stopEditing();
    } else {
      this.#show("");
      this.view.jump();
    }
  }

  edit(seq, body) {
    if (!this.target) this.kept = this.field.value;
    this.target = seq;
    byId("editing").hidden = false;
    this.#set(body);
    this.field.focus();
  }

  #stopEditing() {
    this.target = null;
    byId("editing").hidden = true;
    this.#set(this.kept ?? "");
    this.field.focus();
  }

  // A refused message comes back into the field, before what was typed meanwhile.
  giveBack(body) {
    this.#set(this.field.value ? `${body}\n${this.field.value}` : body);
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
      this.#changed();
    }
  }
}
