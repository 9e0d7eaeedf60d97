// The socket: says hello, keeps the heart beating, comes back after a loss. It knows nothing of messages.
import { readJson } from "./core.js";

const FIRST_PAUSE = 500, LONGEST_PAUSE = 30000, SILENCE = 45000, RESUME_PAUSE = 1000;
const PAGE = 200, TOO_FAR = 2000, PATIENCE = 3;
const FINAL = { 4401: "signedOut", 4403: "notYours", 4409: "tabs" };

export class Connection {
  // handlers: hello() → {epoch, last}; frame(frame); state(name); lost(code, attempts)
  constructor(url, room, handlers) {
    this.url = new URL(url, location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    this.room = room;
    this.handlers = handlers;
    this.tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.attempts = 0;
    this.serverPause = 0;
    this.resumedAt = 0;
    this.limits = { ack_events: 512, ack_ms: 1000 };
    addEventListener("online", () => this.#retry(0));
    addEventListener("offline", () => this.#drop());
    document.addEventListener("visibilitychange", () => document.hidden || this.socket || this.#retry(0));
    setInterval(() => this.#checkSilence(), 5000);
  }

  open() {
    this.socket = new WebSocket(this.url, "secunity.room.v1");
    const socket = this.socket;
    this.heardAt = Date.now();
    this.#tell(this.attempts ? "reconnecting" : "connecting");
    socket.onopen = () => this.sayHello();
    socket.onmessage = (message) => socket === this.socket && this.#take(JSON.parse(message.data));
    socket.onclose = (event) => socket === this.socket && this.#lost(event.code);
  }

  sayHello() {
    this.send({ type: "hello", v: 1, room: this.room, tab: this.tab, ...this.handlers.hello() });
  }

  send(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  get isWelcome() {
    return this.state === "connected";
  }

  resume(last) {
    if (!this.isWelcome || Date.now() - this.resumedAt < RESUME_PAUSE) return false;
    this.resumedAt = Date.now();
    return this.send({ type: "resume", last });
  }

  #take(frame) {
    this.heardAt = Date.now();
    if (frame.type === "welcome") {
      this.attempts = 0;
      this.limits = frame.limits;
      this.#tell("connected");
    } else if (frame.type === "hb") {
      this.send({ type: "hb", t: frame.t, ack: this.handlers.hello().last });
    } else if (frame.type === "bye") {
      this.serverPause = frame.retry_ms;
    }
    this.handlers.frame(frame);
  }

  #lost(code) {
    this.socket = null;
    if (FINAL[code]) {
      this.final = true;
      this.#tell(FINAL[code]);
      this.handlers.lost(code, 0);
      return;
    }
    this.attempts += 1;
    this.#tell("reconnecting");
    this.handlers.lost(code, this.attempts);
    // Full jitter: a thousand readers that lost the same server do not come back in the same moment.
    const pause = Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.attempts);
    this.#retry(this.serverPause || pause);
    this.serverPause = 0;
  }

  #retry(pause) {
    if (this.socket || this.final) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.socket || this.open(), pause);
  }

  #checkSilence() {
    // Also a clock that was set back must not hide that nobody speaks any more.
    if (Math.abs(Date.now() - this.heardAt) > SILENCE) this.#drop();
  }

  // The network is gone without a word: close() alone would wait for an answer to it.
  #drop() {
    const socket = this.socket;
    if (!socket) return;
    this.#lost(0);
    socket.close();
  }

  #tell(state) {
    this.state = state;
    this.handlers.state(state);
  }
}

// The log as this page has applied it: only last + 1 is ever applied, everything else is a repeat or a gap.
export class RoomLog {
  // handlers: apply(events); clear(); ack(seq)
  constructor(url, epoch, head, handlers) {
    this.url = url;
    this.epoch = epoch;
    this.last = head;
    this.head = head;
    this.handlers = handlers;
    this.stuck = 0;
  }

  // Returns false on a gap.
  take(frame) {
    const fresh = frame.evs.filter((event) => event.seq > this.last);
    if (fresh.length && fresh[0].seq !== this.last + 1) return false;
    if (!fresh.length) return true;
    this.last = fresh[fresh.length - 1].seq;
    this.head = Math.max(this.head, this.last);
    this.stuck = 0;
    this.handlers.apply(fresh);
    return true;
  }

  // What to do about a gap or a tail that does not come: ask the socket, and after three times in vain the log itself.
  async recover(connection) {
    if (this.stuck >= PATIENCE) {
      await this.catchUp();
      connection.sayHello();
    } else if (connection.resume(this.last)) {
      this.stuck += 1;
    }
  }

  catchUp() {
    this.reading ??= this.#read().finally(() => (this.reading = null));
    return this.reading;
  }

  async #read() {
    for (;;) {
      const asked = this.last; // the socket may overtake the answer
      const page = await readJson(`${this.url}?after=${asked}&limit=${PAGE}`);
      if (!page) return;
      if (page.epoch !== this.epoch || page.head < asked || page.head - this.last > TOO_FAR) {
        this.#startAgain(page);
      } else if (!page.evs.length || !this.take(page)) {
        return;
      }
    }
  }

  #startAgain(page) {
    this.epoch = page.epoch;
    this.head = page.head;
    this.last = Math.max(0, page.head - PAGE);
    this.handlers.clear(this.last);
  }
}
