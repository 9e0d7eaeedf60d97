// What this browser still owes the room. It survives closing the tab: an entry leaves only when its cid comes back.
const DATABASE = "secunity-room", STORE = "outbox";

export function newCid() {
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

export class Outbox {
  // `owner` keeps rooms and people that share a browser apart.
  constructor(owner) {
    this.owner = owner;
    this.entries = [];
    this.database = null;
  }

  async load() {
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
