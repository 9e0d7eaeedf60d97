// What every part of the room may know of it and ask of it; panes get this object and nothing else.
const quietly = (handler, value) => {
  try {
    handler(value);
  } catch (error) {
    console.error(error); // one part that fails takes no other with it
  }
};

export class Room {
  constructor(element) {
    const data = element.dataset;
    this.element = element;
    this.data = data;
    this.me = Number(data.me);
    this.moderates = "moderates" in data;
    this.chairs = "chairs" in data;
    this.keepsMinutes = "keepsMinutes" in data;
    this.names = new Map([[this.me, data.name]]);
    this.seen = { present: 0, sample: [], typing: [] };
    this.listeners = { event: [], eph: [], reset: [] };
    // A clock that is wrong by a day must not decide what may still be edited.
    this.ahead = data.now ? Number(data.now) * 1000 - Date.now() : 0;
  }

  word(name, n) {
    const words = this.data[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
    return words.replace("{n}", n);
  }

  // `data-log` is the address of the log; its neighbours are named by their last part.
  address(name) {
    return new URL(name, new URL(this.data.log, location.href)).href;
  }

  now() {
    return Date.now() + this.ahead;
  }

  on(prefix, handler) {
    this.listeners.event.push((event) => event.kind.startsWith(prefix) && handler(event));
  }

  onEph(handler) {
    this.listeners.eph.push(handler);
  }

  onReset(handler) {
    this.listeners.reset.push(handler);
  }

  // Events in their order; what came over the socket before the panes were there is theirs by loadState.
  hear(events) {
    for (const event of events) {
      if (event.actor.id !== null) this.names.set(event.actor.id, event.actor.name);
      for (const handler of this.listeners.event) quietly(handler, event);
    }
  }

  hearEph(frame) {
    const { type, ...news } = frame;
    for (const person of [...(news.sample ?? []), ...(news.typing ?? [])]) this.names.set(person.id, person.name);
    Object.assign(this.seen, news);
    for (const handler of this.listeners.eph) quietly(handler, news);
  }

  hearReset() {
    for (const handler of this.listeners.reset) quietly(handler);
  }

  glance() {
    return this.seen;
  }

  person(id) {
    return this.names.get(id) ?? "";
  }

  // Questions, polls, hands, moderation and TLP as they stand; null where the server cannot say it now.
  async loadState() {
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(this.address("state"), { headers, cache: "no-store" });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}
