// What people see and hear. Nothing here knows of sockets or numbers to be acknowledged.
const NEAR_BOTTOM = 120, MOST_LINES = 1000, BUSY_COUNT = 5, BUSY_MS = 10000;
const byId = (id) => document.getElementById(id);

export class View {
  constructor(room) {
    this.room = room;
    this.data = room.data;
    this.lines = byId("lines");
    this.pending = byId("pending");
    this.unread = 0;
    this.arrivals = [];
    this.clock = new Intl.DateTimeFormat("ja", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
    this.lines.querySelectorAll(".line").forEach((line) => this.#offerActions(line));
    byId("jump").onclick = () => this.jump();
    addEventListener("scroll", () => this.isAtBottom && this.#read(), { passive: true });
    document.addEventListener("visibilitychange", () => this.isAtBottom && this.#read());
  }

  // The newest line stands above the field one writes in.
  get isAtBottom() {
    const end = byId("log").getBoundingClientRect().bottom;
    return !document.hidden && end <= byId("composer").getBoundingClientRect().top + NEAR_BOTTOM;
  }

  // The field is sticky: scrolling it into view would do nothing.
  toEnd() {
    const end = (byId("pending").hidden ? byId("log") : byId("pending")).getBoundingClientRect().bottom;
    const hiddenPart = end - byId("composer").getBoundingClientRect().top + 16;
    if (hiddenPart > 0) scrollBy(0, hiddenPart);
  }

  jump() {
    this.toEnd();
    this.#read();
    byId("body").focus({ preventScroll: true });
  }

  #read() {
    if (!this.unread) return;
    this.unread = 0;
    this.#showJump();
    this.onRead?.();
  }

  // New lines go under what one reads and move nothing; only who stands at the end is taken along.
  apply(events) {
    const follows = this.isAtBottom;
    const fresh = document.createDocumentFragment();
    let count = 0;
    for (const event of events) {
      if (event.kind === "message") {
        fresh.append(this.#line(event));
        count += event.actor.id === this.room.me ? 0 : 1;
      } else if (event.kind === "edit" || event.kind === "redaction") {
        this.#change(event, fresh);
      } else if (event.kind === "minutes.line") {
        dispatchEvent(new Event("secunity:minutes"));
      }
    }
    this.#keepCalm(count);
    this.lines.append(fresh);
    byId("empty").hidden = this.lines.childElementCount > 0;
    if (follows) this.#follow();
    else this.unread += count;
    this.#showJump();
  }

  clear(first) {
    this.lines.replaceChildren();
    this.#offerOlder(first);
  }

  #follow() {
    while (this.lines.childElementCount > MOST_LINES) this.lines.firstElementChild.remove();
    this.#offerOlder(Number(this.lines.firstElementChild?.dataset.seq ?? 1) - 1);
    this.toEnd();
  }

  #offerOlder(before) {
    const link = byId("older");
    link.parentElement.hidden = before <= 0;
    link.search = `?after=${Math.max(0, before - 200)}`;
  }

  #line(event) {
    const line = byId("line").content.firstElementChild.cloneNode(true);
    const isOwn = event.actor.id === this.room.me;
    line.id = `m${event.seq}`;
    Object.assign(line.dataset, { seq: event.seq, actor: event.actor.id ?? "", cid: event.cid });
    line.classList.toggle("line-own", isOwn);
    const time = line.querySelector("time");
    time.dateTime = event.at;
    time.textContent = this.clock.format(new Date(event.at));
    line.querySelector(".line-name").textContent = event.actor.name;
    if (event.payload.body === undefined) this.#remove(line);
    else line.querySelector(".line-body").textContent = event.payload.body;
    if (event.seq && event.payload.body !== undefined) this.#offerActions(line);
    return line;
  }

  #change(event, fresh) {
    const selector = `[data-seq="${event.payload.target}"]`;
    const line = fresh.querySelector(selector) ?? this.lines.querySelector(selector);
    if (!line || line.dataset.removed) return;
    if (event.kind === "redaction") {
      this.#remove(line);
    } else if (event.payload.body !== undefined) {
      line.querySelector(".line-body").textContent = event.payload.body;
      line.querySelector(".line-mark").textContent = this.room.word("edited");
    }
  }

  #remove(line) {
    const words = document.createElement("em");
    words.textContent = this.room.word("removed");
    line.dataset.removed = "1";
    line.querySelector(".line-body").replaceChildren(words);
    line.querySelector(".line-actions")?.remove();
    line.querySelector(".line-mark").textContent = "";
  }

  #button(word, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-link";
    button.textContent = this.room.word(word);
    button.onclick = action;
    return button;
  }

  #offerActions(line) {
    const isOwn = line.classList.contains("line-own");
    const keeps = this.room.keepsMinutes;
    if (!(isOwn || keeps) || line.querySelector(".line-body em")) return;
    const actions = document.createElement("p");
    actions.className = "line-actions";
    const offer = () => {
      const edit = () => this.onEdit(Number(line.dataset.seq), line.querySelector(".line-body").textContent);
      const note = () => this.room.send({ kind: "minutes", body: "", target: Number(line.dataset.seq), as: "info" });
      const own = isOwn ? [this.#button("edit", edit), this.#button("remove", ask)] : [];
      actions.replaceChildren(...own, ...(keeps ? [this.#button("note", note)] : []));
    };
    const ask = () => {
      const sure = () => this.room.send({ kind: "redaction", body: "", target: Number(line.dataset.seq) });
      actions.replaceChildren(this.#button("removeSure", sure), this.#button("keep", offer));
      actions.firstElementChild.focus();
    };
    offer();
    line.append(actions);
  }

  showPending(entries) {
    const own = { id: null, name: this.data.name };
    const lines = entries
      .filter((entry) => entry.kind === "message")
      .map((entry) => {
        const at = new Date(entry.written ?? Date.now()).toISOString();
        const line = this.#line({ seq: 0, actor: own, payload: entry, at, cid: entry.cid });
        line.removeAttribute("id");
        line.querySelector(".line-mark").textContent = this.room.word("sending");
        return line;
      });
    this.pending.replaceChildren(...lines);
    this.pending.hidden = !lines.length;
  }

  // In a busy room a screen reader hears how many, not every line.
  #keepCalm(count) {
    const now = Date.now();
    this.arrivals = this.arrivals.filter((at) => now - at < BUSY_MS).concat(Array(Math.min(count, 50)).fill(now));
    const isBusy = this.arrivals.length > BUSY_COUNT;
    byId("log").setAttribute("aria-live", isBusy ? "off" : "polite");
    if (isBusy && now - (this.announcedAt ?? 0) > BUSY_MS) {
      this.announcedAt = now;
      byId("announcer").textContent = this.room.word("new", this.arrivals.length);
    }
  }

  announce(text) {
    byId("announcer").textContent = text;
  }

  #showJump() {
    byId("jump").hidden = !this.unread;
    byId("jump").textContent = this.unread ? `${this.room.word("unread", this.unread)} ↓` : "";
  }

  showState(text, kind) {
    const place = byId("composer-state");
    if (place.textContent !== text) place.textContent = text;
    place.dataset.kind = kind;
  }
}
