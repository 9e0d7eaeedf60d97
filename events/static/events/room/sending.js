import { newCid } from "./outbox.js";

// One entry of the outbox at a time goes over the socket; whoever sent it hears what became of it.
const AGAIN = new Set(["retry", "room_busy", "slow_mode"]);
// The server takes the very frame for no frame of the protocol: sent again it would close the socket again.
const POISON = new Set([4400, 4413]);

export class Sending {
  // handlers: changed(); stored(entry); refused(entry, code, isAwaited)
  constructor(outbox, connection, handlers) {
    Object.assign(this, { outbox, connection, handlers });
    this.inFlight = null;
    this.waiting = new Map();
    this.writing = new Set();
    this.notice = "";
    this.retryMs = 0;
  }

  // Resolves with {seq} once the room has it, rejects with {code}. `kept` is called when it would survive closing the tab.
  send(fields, kept) {
    this.notice = "";
    const cid = newCid();
    const outcome = new Promise((resolve, reject) => this.waiting.set(cid, { resolve, reject }));
    outcome.catch(() => {}); // who does not care need not listen
    this.writing.add(cid);
    this.outbox.add({ ...fields, cid }).then(() => {
      this.writing.delete(cid);
      kept?.();
      this.sendHead();
    });
    this.handlers.changed();
    return outcome;
  }

  sendHead() {
    const entry = this.outbox.head;
    // Only what is safe here goes out.
    if (!entry || this.inFlight || this.writing.has(entry.cid) || !this.connection.isWelcome) return;
    const { owner, written, ...fields } = entry;
    this.inFlight = entry.cid;
    this.connection.send({ type: "send", ...fields });
    this.handlers.changed();
  }

  async settle(cid, seq) {
    if (this.inFlight === cid) this.inFlight = null;
    const entry = await this.outbox.remove(cid);
    if (entry) {
      this.notice = "";
      this.#waiter(cid)?.resolve({ seq });
      this.handlers.stored(entry);
    }
    this.handlers.changed();
    this.sendHead();
  }

  async refused({ cid, code, retry_ms }) {
    if (this.inFlight === cid) this.inFlight = null;
    this.notice = code;
    this.retryMs = retry_ms ?? 1000;
    if (AGAIN.has(code)) {
      this.inFlight = cid; // nothing overtakes it while it waits
      setTimeout(() => {
        if (this.inFlight === cid) this.inFlight = null;
        this.sendHead();
      }, this.retryMs);
    } else {
      await this.#giveUp(cid, code);
    }
    this.handlers.changed();
  }

  async lost(closeCode) {
    const cid = this.inFlight;
    this.inFlight = null;
    if (cid && POISON.has(closeCode)) {
      this.notice = "forbidden";
      await this.#giveUp(cid, "forbidden");
    }
    this.handlers.changed();
  }

  async #giveUp(cid, code) {
    const entry = await this.outbox.remove(cid);
    const waiter = this.#waiter(cid);
    waiter?.reject({ code });
    if (entry) this.handlers.refused(entry, code, Boolean(waiter));
    this.sendHead();
  }

  #waiter(cid) {
    const waiter = this.waiting.get(cid);
    this.waiting.delete(cid);
    return waiter;
  }
}
