// The log as this page has applied it: only last + 1 is ever applied, everything else is a repeat or a gap.
const PAGE = 200, TOO_FAR = 2000, PATIENCE = 3;

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
      const page = await this.#fetch(asked);
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

  async #fetch(after) {
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(`${this.url}?after=${after}&limit=${PAGE}`, { headers, cache: "no-store" });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}
