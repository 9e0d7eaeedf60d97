// The field one writes in: an input method's Enter never sends, and nothing typed is lost.
const COUNT_FROM = 200;
const byId = (id) => document.getElementById(id);

export class Composer {
  // send({kind, body, target?})
  constructor(room, view, send) {
    this.field = byId("body");
    this.view = view;
    this.limit = Number(room.dataset.limit);
    this.key = `room-draft:${room.dataset.room}:${room.dataset.me}`;
    this.target = null;
    this.send = send;
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
    this.send(target ? { kind: "edit", body, target } : { kind: "message", body });
    if (target) this.#stopEditing();
    else this.#set("");
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
    this.field.value = text;
    this.#changed();
  }

  #changed() {
    const left = this.limit - [...this.field.value.trim()].length;
    byId("count").textContent =
      left < 0 ? this.view.word("over", -left) : left <= COUNT_FROM ? this.view.word("left", left) : "";
    this.field.setAttribute("aria-invalid", String(left < 0));
    if (!this.target) this.#keep();
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
