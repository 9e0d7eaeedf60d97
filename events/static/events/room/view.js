// What people see and hear of the talk: where they stand in it, what is new, and the state in words.
import { byId, make } from "./core.js";
import { Lines } from "./lines.js";

const NEAR_BOTTOM = 120, MOST_LINES = 1000, BUSY_COUNT = 5, BUSY_MS = 10000;
const TELL_MS = 3000;
const unnumbered = (text) => text.replace(/\d+/g, "");

// How far one has read: the line where the unread begins, how many follow, and the word of it to the server.
class Reading {
  constructor(room, view) {
    this.room = room;
    this.view = view;
    this.unread = 0;
    this.title = document.title;
    this.told = this.begun = Number(room.data.read ?? 0);
    // Who was never here begins at the end, not at the first word that was ever said.
    this.read = this.told || Number(room.data.head);
    addEventListener("scroll", () => this.look(), { passive: true });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#tell() : this.look()));
    addEventListener("pagehide", () => this.#tell());
    this.#count();
  }

  // Goes to where the unread begins; false where there is none.
  open() {
    if (!this.divider) return false;
    this.divider.scrollIntoView({ block: "center" });
    this.look();
    return true;
  }

  look() {
    if (this.view.isShown) this.#notice();
    this.#count();
    this.#offerDivider();
    if (this.read > this.told) this.timer ??= setTimeout(() => this.#tell(), TELL_MS);
  }

  #count() {
    const unread = this.#unreadLines();
    // The mark stays where it was until all is read and something new comes.
    if (unread.length && !this.unread) this.#divide(unread[0]);
    if (unread.length !== this.unread) {
      this.unread = unread.length;
      this.view.showUnread(this.unread);
      document.title = this.unread ? `(${this.unread}) ${this.title}` : this.title;
    }
  }

  #notice() {
    let line = this.view.list.lastElementChild;
    const edge = this.view.edge + 8;
    const isSeen = (one) => one.getBoundingClientRect().bottom <= edge;
    while (line && Number(line.dataset.seq) > this.read && !isSeen(line)) line = line.previousElementSibling;
    this.read = Math.max(this.read, Number(line?.dataset.seq ?? 0));
  }

  #unreadLines() {
    const found = [];
    let line = this.view.list.lastElementChild;
    for (; line && Number(line.dataset.seq) > this.read; line = line.previousElementSibling) {
      if (!line.matches(".line-own, .line-note, [data-removed]")) found.unshift(line);
    }
    return found;
  }

  // The mark has no height of its own: it may come and go without moving what one reads.
  #divide(line) {
    this.mark ??= make("span", { className: "line-divider", ariaLive: "off" }, this.room.word("unreadFrom"));
    this.divider?.classList.remove("line-unread");
    line.classList.add("line-unread");
    line.prepend(this.mark);
    this.divider = line;
  }

  // Back to where the unread began, on this page or in the log.
  #offerDivider() {
    const line = this.divider;
    const link = byId("to-unread");
    const isOlder = this.begun && line === this.view.list.firstElementChild && line?.dataset.seq > this.begun + 1;
    link.hidden = !(isOlder || (line?.isConnected && line.getBoundingClientRect().bottom < 0));
    link.href = isOlder ? `${this.room.data.log}?after=${this.begun}` : `#${line?.id}`;
  }

  #tell() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!("read" in this.room.data) || this.read <= this.told) return;
    const before = this.told;
    const body = new FormData();
    body.set("seq", this.read);
    body.set("csrfmiddlewaretoken", byId("composer").elements.csrfmiddlewaretoken.value);
    this.told = this.read;
    // It also goes out while the tab closes; without network it is told with the next look.
    fetch(this.room.address("read"), { method: "POST", body, keepalive: true }).catch(() => (this.told = before));
  }
}

export class View {
  constructor(room) {
    this.room = room;
    this.lines = new Lines(room);
    this.list = byId("lines");
    this.pending = byId("pending");
    this.arrivals = [];
    this.unsaid = 0;
    this.reading = new Reading(room, this);
    byId("jump").onclick = () => this.jump();
    room.onShow = () => this.reading.look();
    this.rove(this.list.lastElementChild);
  }

  get isShown() {
    return !document.hidden && !byId("pane-talk").hidden;
  }

  // The newest line stands above the field one writes in.
  get isAtBottom() {
    const end = byId("log").getBoundingClientRect().bottom;
    return this.isShown && end <= this.edge + NEAR_BOTTOM;
  }

  get edge() {
    const dock = byId("dock").getBoundingClientRect();
    return dock.height ? dock.top : innerHeight;
  }

  // The field is sticky: scrolling it into view would do nothing.
  toEnd() {
    const end = (byId("pending").hidden ? byId("log") : byId("pending")).getBoundingClientRect().bottom;
    const hiddenPart = end - this.edge + 16;
    if (hiddenPart > 0) scrollBy(0, hiddenPart);
  }

  jump() {
    this.toEnd();
    this.reading.look();
    byId("body").focus({ preventScroll: true });
  }

  // New lines go under what one reads and move nothing; only who stands at the end is taken along.
  apply(events) {
    const follows = this.isAtBottom;
    const fresh = document.createDocumentFragment();
    let count = 0;
    for (const event of events) {
      if (event.kind === "message") {
        fresh.append(this.lines.build(event, fresh));
        count += event.actor.id === this.room.me ? 0 : 1;
      } else if (event.kind === "tlp" || event.kind === "tlp.proposed") {
        const { label, from } = event.payload;
        const isProposal = event.kind !== "tlp";
        if (!isProposal) this.lines.relabel(label, fresh);
        // The present label once more takes a proposal back.
        const words = this.room.word(isProposal ? "tlpProposed" : "tlpNow", `TLP:${label}`);
        if (label !== from) fresh.append(this.lines.note(event, words));
      } else if (event.kind === "minutes.line") {
        dispatchEvent(new Event("secunity:minutes"));
      } else {
        this.lines.change(event, fresh);
      }
    }
    this.#keepCalm(count);
    this.list.append(fresh);
    byId("empty").hidden = this.list.childElementCount > 0;
    if (follows) this.#follow();
    if (!this.list.contains(document.activeElement)) this.rove(this.list.lastElementChild);
    this.reading.look();
  }

  clear(first) {
    this.list.replaceChildren();
    this.#offerOlder(first);
  }

  #follow() {
    while (this.list.childElementCount > MOST_LINES) this.list.firstElementChild.remove();
    this.#offerOlder(Number(this.list.firstElementChild?.dataset.seq ?? 1) - 1);
    this.toEnd();
  }

  #offerOlder(before) {
    const link = byId("older");
    link.parentElement.hidden = before <= 0;
    link.search = `?after=${Math.max(0, before - 200)}`;
  }

  // The whole log is one stop of the Tab key: its newest line, or the one that was chosen with the arrows.
  rove(line) {
    if (!line || line === this.stop) return;
    if (this.stop) this.stop.tabIndex = -1;
    this.stop = line;
    line.tabIndex = 0;
  }

  showPending(entries) {
    const own = { id: this.room.me, name: this.room.data.name };
    const lines = entries
      .filter((entry) => entry.kind === "message")
      .map((entry) => {
        const at = new Date(this.room.ahead + entry.written).toISOString();
        const line = this.lines.build({ seq: 0, actor: own, payload: entry, at, cid: entry.cid });
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
    byId("log").ariaLive = isBusy ? "off" : "polite";
    if (!isBusy) return;
    this.unsaid += count;
    this.saying ??= setTimeout(() => {
      this.saying = null;
      this.announce(this.room.word("new", this.unsaid));
      this.unsaid = 0;
    }, BUSY_MS / 2);
  }

  announce(text) {
    const place = byId("announcer");
    // The same words once more are only heard where something changed.
    place.textContent = place.textContent === text ? `${text}\u00a0` : text;
  }

  showUnread(count) {
    byId("jump").hidden = !count;
    byId("jump").textContent = `${this.room.word("unread", count)} ↓`;
    this.room.badge?.("talk", count);
    this.onRead?.();
  }

  showState(text, kind) {
    const place = byId("composer-state");
    if (place.textContent !== text) {
      // A number that counts is seen; heard it is once.
      place.ariaLive = unnumbered(place.textContent) === unnumbered(text) ? "off" : "polite";
      place.textContent = text;
    }
    place.dataset.kind = kind;
  }
}
