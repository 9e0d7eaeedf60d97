// People: who is here, whose hand is up, who has the floor, and what the moderators have decided about the room.
import { keep, offer, openPane, rows, say } from "./panes.js";

export function start(room) {
  const { pane, part, state, watch } = openPane(room, "people");
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
    month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Tokyo",
  });
  const muted = (until) => room.word("standingMuted", clock.format(new Date(until)));
  const named = (id, name) => name + (id === room.me ? room.word("personSelf") : "");
  const floorOf = ({ id, name }) => room.word("floor", named(id, name));
  let timer, out;

  // Mutes that still hold; all is drawn again when the next one ends.
  function mutes() {
    const left = new Map();
    clearTimeout(timer);
    for (const [id, until] of Object.entries(state.parts.moderation.muted ?? {})) {
      if (Date.parse(until) > room.now()) left.set(Number(id), until);
    }
    const next = Math.min(...[...left.values()].map((until) => Date.parse(until) - room.now()), 36e5);
    if (left.size) timer = setTimeout(() => state.changed(), next + 500);
    return left;
  }

  function showPerson(row, { key: person, name, words }) {
    say(row, "body", named(person, name));
    say(row, "state", words);
    const about = room.moderates && { person };
    offer(row, { give: about, lower: about, moderate: person !== room.me && about, lift: about });
  }

  const here = () => [...room.glance().sample].sort((a, b) => (b.id === room.me) - (a.id === room.me));

  // Whom moderators find although the room does not name them just now: a hand, a mute, something written.
  function others(queue, silenced) {
    if (!room.moderates) return [];
    const known = new Map(queue.map(({ id, name }) => [id, name]));
    for (const id of silenced.keys()) known.set(id, room.person(id) || `${id}`);
    for (const line of document.querySelectorAll("#lines .line")) {
      if (line.dataset.actor) known.set(Number(line.dataset.actor), line.querySelector(".line-name").textContent);
    }
    for (const { id } of room.glance().sample) known.delete(id);
    return [...known].map(([id, name]) => ({ id, name }));
  }

  function showStanding({ locked, pause_s: pause }, until) {
    const words = out || [
      until && muted(until),
      locked && room.word(room.moderates ? "standingLockedYou" : "standingLocked"),
      pause && room.word("standingSlow", pause),
    ].filter(Boolean).join(" ");
    const dock = document.getElementById("dock");
    say(dock, "standing", words);
    say(dock, "why", (out || until) && room.word("why"));
  }

  function showSettings({ locked, premoderation, anonymous, pause_s: pause, removed = {} }) {
    const settings = part("settings");
    if (!settings) return;
    offer(settings, { premoderation: { on: !premoderation }, anonymity: { on: !anonymous }, lock: { locked: !locked } });
    say(settings, "lock", room.word(locked ? "unlock" : "lock"));
    keep(part("removed"), Object.entries(removed).map(([id, name]) => ({ key: Number(id), name })), showPerson);
    const select = settings.querySelector("select");
    if (!select.matches(":focus")) select.value = pause ?? 0;
  }

  watch(({ hands, moderation }) => {
    const { queue = [], floor } = hands;
    const silenced = mutes();
    const ups = new Set(queue.map(({ id }) => id));
    const { me, moderates } = room;
    const words = (id) => [ups.has(id) && room.word("handUp"), silenced.has(id) && muted(silenced.get(id))].filter(Boolean);
    say(pane, "present", room.word("present", room.glance().present));
    say(pane, "floor", floor && floorOf(floor));
    offer(pane, { hand: { up: !ups.has(me) && floor?.id !== me }, end: moderates && floor && { person: 0 } });
    const keyed = (some) => some.map(({ id, name }) => ({ key: id, name, words: words(id).join(" · ") }));
    keep(part("queue"), queue.map(({ id, name }) => ({ key: id, name })), showPerson);
    keep(part("people"), keyed(here()), showPerson);
    keep(part("others"), keyed(others(queue, silenced)), showPerson);
    showStanding(moderation, silenced.get(me));
    showSettings(moderation);
    room.badge("people", queue.length);
  }, ({ kind, payload: { person, name, until, locked } }) => {
    if (kind === "hand.give" && person) room.announce(floorOf({ id: person, name }));
    if (kind === "mute" && until && person === room.me) room.announce(muted(until));
    if (kind === "lock") room.announce(room.word(locked ? "standingLocked" : "standingUnlocked"));
  });
  room.on("out", ({ payload: { body, ban } }) => {
    out = room.word(ban ? "standingBanned" : "standingOut", body);
    room.show("talk"); // there it is said
    state.changed();
  });
  room.onEph((news) => news.sample && state.changed());
}
