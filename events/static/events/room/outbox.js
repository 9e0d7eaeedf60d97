// What this browser still owes the room. It survives closing the tab: an entry leaves only when its cid comes back.
const DATABASE = "secunity-room", STORE = "outbox";
const AGAIN = new Set(["retry", "room_busy", "slow_mode"]);
// No frame of the protocol: sent again it would close the socket again.
const POISON = new Set([4400, 4413]);
// Panes say themselves what became of theirs.
const SPOKEN = new Set(["message", "edit", "redaction", "minutes", "tlp", "tlp.agree", "line.tlp"]);

function newCid() {
  // UUIDv7: sorts by the moment it was written.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(Date.now() / 65536));
  new DataView(bytes.buffer).setUint16(4, Date.now() % 65536);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function openStore() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "cid" });
  return settled(request);
}

class Outbox {
  // `owner` keeps rooms and people that share a browser apart.
  constructor(owner) {
    this.owner = owner;
    this.entries = [];
    this.database = null;
  }

  load() {
    this.ready = this.#load();
    return this.ready;
  }

  async #load() {
    try {
      this.database = await openStore();
      const all = await settled(this.database.transaction(STORE).objectStore(STORE).getAll());
      const kept = all.filter((entry) => entry.owner === this.owner).sort((a, b) => (a.cid < b.cid ? -1 : 1));
      this.entries.unshift(...kept); // what was written while the store opened is newer
    } catch {
      this.database = null;
    }
    return this.database !== null;
  }

  async add(fields) {
    const entry = { ...fields, owner: this.owner, written: Date.now() };
    this.entries.push(entry);
    await this.#write((store) => store.put(entry));
    return entry;
  }

  async remove(cid) {
    const entry = this.entries.find((one) => one.cid === cid);
    if (!entry) return null;
    this.entries = this.entries.filter((one) => one !== entry);
    await this.#write((store) => store.delete(cid));
    return entry;
  }

  // Done when the browser has it on disk, not when it has heard of it.
  async #write(change) {
    await this.ready;
    if (!this.database) return;
    try {
      const transaction = this.database.transaction(STORE, "readwrite");
      change(transaction.objectStore(STORE));
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } catch {
      this.database = null; // the disk is full or the store was taken away: go on in memory
    }
  }

  get head() {
    return this.entries[0] ?? null;
  }
}

// One entry of the outbox at a time goes over the socket; whoever sent it hears what became of it.
export class Sending {
  // handlers: changed(); stored(entry); refused(entry, code)
  constructor(owner, connection, handlers) {
    Object.assign(this, { connection, handlers });
    this.outbox = new Outbox(owner);
    this.inFlight = null;
    this.waiting = new Map();
    this.writing = new Set();
    this.notice = "";
    this.againAt = 0;
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
    const pause = retry_ms ?? 1000;
    this.againAt = Date.now() + pause;
    if (AGAIN.has(code)) {
      this.notice = code;
      this.inFlight = cid; // nothing overtakes it while it waits
      setTimeout(() => {
        if (this.inFlight === cid) this.inFlight = null;
        this.sendHead();
      }, pause);
    } else {
      await this.#giveUp(cid, code);
    }
    this.handlers.changed();
  }

  async lost(closeCode) {
    const cid = this.inFlight;
    this.inFlight = null;
    if (cid && POISON.has(closeCode)) await this.#giveUp(cid, "forbidden");
    this.handlers.changed();
  }

  async #giveUp(cid, code) {
    const entry = this.outbox.entries.find((one) => one.cid === cid);
    if (entry) {
      if (SPOKEN.has(entry.kind)) this.notice = code;
      this.notedKind = entry.kind;
      this.handlers.refused(entry, code); // back in its field before it leaves the outbox
    }
    this.#waiter(cid)?.reject({ code });
    await this.outbox.remove(cid);
    this.sendHead();
  }

  #waiter(cid) {
    const waiter = this.waiting.get(cid);
    this.waiting.delete(cid);
    return waiter;
  }
}
