// What every part of the room may know of it and ask of it; panes get this object and nothing else.
export const byId = (id) => document.getElementById(id);

export function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export async function readJson(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// One part that fails takes no other with it.
function tellAll(handlers, value) {
  for (const handler of handlers) {
    try {
      handler(value);
    } catch (error) {
      console.error(error);
    }
  }
}

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
    this.listeners = { event: [], eph: [] };
    this.editMs = Number(data.editS ?? 900) * 1000;
    // A clock that is wrong by a day must not decide what may still be edited.
    this.ahead = data.now ? Number(data.now) * 1000 - Date.now() : 0;
  }

  word(name, n) {
    const words = this.data[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
    return words.replace("{n}", () => n);
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
    this.on("reset", handler);
  }

  // Events in their order, and what is no event of the log: {kind: "reset"}, {kind: "refused", entry, code},
  // {kind: "out", payload: {body, ban}} for whoever is sent out of the room.
  hear(events) {
    for (const event of events) {
      if (event.actor?.id) this.names.set(event.actor.id, event.actor.name);
      tellAll(this.listeners.event, event);
    }
  }

  hearEph(frame) {
    const { type, ...news } = frame;
    for (const person of [...(news.sample ?? []), ...(news.typing ?? [])]) this.names.set(person.id, person.name);
    Object.assign(this.seen, news);
    tellAll(this.listeners.eph, news);
  }

  glance() {
    return this.seen;
  }

  person(id) {
    return this.names.get(id) ?? "";
  }

  // Questions, polls, hands, moderation and TLP as they stand; null where the server cannot say it now.
  // Whoever asks at once shares an answer.
  loadState() {
    this.loading ??= readJson(this.address("state")).finally(() => (this.loading = null));
    return this.loading;
  }
}

// One pane at a time on a phone; on a desk the talk stays and the tabs change what stands beside it.
export function openTabs(room) {
  const tabs = [...room.element.querySelectorAll("[data-tab]")];
  const panes = [...room.element.querySelectorAll("[data-pane]")];
  const wide = matchMedia("(min-width: 900px)");
  // What a phone opens on demand stands open on a desk.
  const parts = room.element.querySelectorAll("details[data-wide]");
  const places = {};
  let shown = "talk";

  const draw = () => {
    const side = shown === "talk" ? (places.side ?? "questions") : shown;
    for (const pane of panes) {
      const name = pane.dataset.pane;
      pane.hidden = wide.matches ? name !== "talk" && name !== side : name !== shown;
    }
    for (const tab of tabs) {
      const isCurrent = tab.dataset.tab === (wide.matches ? side : shown);
      tab.ariaCurrent = isCurrent ? "true" : null;
    }
  };

  room.show = (name) => {
    if (!wide.matches && name !== shown) places[shown] = scrollY;
    if (name !== "talk") places.side = name;
    const isOther = name !== shown;
    shown = name;
    draw();
    // Each pane of a phone keeps the place one was reading at.
    if (isOther && !wide.matches) scrollTo(0, places[name] ?? room.element.querySelector(`[data-pane="${name}"]`).offsetTop);
    if (isOther) room.onShow?.(name);
  };

  room.badge = (name, count) => {
    const badge = room.element.querySelector(`[data-tab="${name}"] .room-badge`);
    badge.hidden = !count;
    badge.textContent = count || "";
  };

  for (const tab of tabs) {
    tab.onclick = (event) => {
      event.preventDefault();
      room.show(tab.dataset.tab);
    };
  }
  wide.onchange = () => {
    for (const part of parts) part.open = wide.matches;
    draw();
  };
  wide.onchange();
}
