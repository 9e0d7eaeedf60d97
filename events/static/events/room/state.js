// What stands in the room beside the talk: the rules are those of the hub's own kinds, so that whoever was here all the
// time and whoever comes late see the same.
const PAUSE_MS = 3000, LONGEST_MS = 60000, PAINT_MS = 60;

export const emptyParts = () => ({ questions: {}, polls: {}, hands: {}, moderation: {} });

const pick = (from, names) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
const without = (rows, key) => Object.fromEntries(Object.entries(rows).filter(([name]) => name !== `${key}`));
const within = (part, rule) => (parts, said) => ({ [part]: rule(parts[part], said) });
const one = (part) => part.slice(0, -1);
// A row of a part: put there, changed where it is there, taken away. What was emptied names no row.
const put = (part, names, more) => within(part, (rows, said) => {
  const key = said[one(part)];
  return key ? { ...rows, [key]: { ...pick(said, names), ...more } } : rows;
});
const change = (part, names, more) => within(part, (rows, said) => {
  const key = said[one(part)];
  return rows[key] ? { ...rows, [key]: { ...rows[key], ...more, ...pick(said, names) } } : rows;
});
const drop = (part) => within(part, (rows, said) => without(rows, said[one(part)]));
const set = (name, from = name) => within("moderation", (part, said) => ({ ...part, [name]: said[from] }));
const hold = (part, name, key, value) => {
  const others = without(part[name] ?? {}, key);
  return { ...part, [name]: value == null ? others : { ...others, [key]: value } };
};
// Whose hand goes down has the floor no longer, too.
const lower = ({ queue = [], floor = null }, id) => ({
  queue: queue.filter((hand) => hand.id !== id),
  floor: floor?.id === id ? null : floor,
});
const settle = change("questions", ["state", "into", "answer"]), vanish = drop("questions");

// kind → (parts, payload, actor) → the parts that are others after it
const RULES = {
  "question.open": put("questions", ["body", "name", "by"], { votes: 0, state: "open", into: null, answer: null }),
  "question.tally": change("questions", ["votes"]),
  "question.state": (parts, said) => (/refused|withdrawn/.test(said.state) ? vanish : settle)(parts, said),
  "question.waiting": set("waiting"),
  "poll.open": put("polls", ["body", "form", "options", "scale", "quorum"], {
    state: "open", voters: 0, results: null, is_quorate: null,
  }),
  "poll.tally": change("polls", ["voters"]),
  "poll.closed": change("polls", ["voters", "results", "is_quorate"], { state: "closed" }),
  "poll.removed": drop("polls"),
  hand({ hands }, { up }, actor) {
    if (!up) return { hands: lower(hands, actor.id) };
    const queue = hands.queue ?? [];
    return { hands: queue.some((hand) => hand.id === actor.id) ? hands : { ...hands, queue: [...queue, actor] } };
  },
  "hand.give": ({ hands }, { person: id, name }) => ({ hands: { ...lower(hands, id), floor: id ? { id, name } : null } }),
  "hand.lower": ({ hands }, { person }) => ({ hands: lower(hands, person) }),
  mute: ({ moderation, hands }, { person, until }) => ({
    moderation: hold(moderation, "muted", person, until),
    hands: until ? lower(hands, person) : hands,
  }),
  remove: ({ moderation, hands }, { person, name, ban }) => ({
    moderation: ban ? hold(moderation, "removed", person, name) : moderation,
    hands: lower(hands, person),
  }),
  "remove.lift": within("moderation", (part, { person }) => hold(part, "removed", person)),
  slow: set("pause_s"),
  lock: set("locked"),
  premoderation: set("premoderation", "on"),
  anonymity: set("anonymous", "on"),
};

export function reduce(parts, { kind, payload, actor }) {
  return Object.hasOwn(RULES, kind) ? { ...parts, ...RULES[kind](parts, payload, actor) } : parts;
}

/** One state for all panes of a room: loaded once, then moved by the log's events. */
export class State {
  constructor(room) {
    Object.assign(this, { room, parts: emptyParts(), mine: { votes: [], voted: [], questions: [] } });
    this.head = -1; // nothing is known yet
    this.watchers = [];
    this.pause = PAUSE_MS;
    room.on("", (event) => this.take(event));
    // A thousand readers that were reset do not ask in the same moment.
    room.onReset(() => setTimeout(() => this.load(), Math.random() * PAUSE_MS));
    this.load();
  }

  watch(show, hear = () => {}) {
    this.watchers.push({ show, hear });
    this.changed();
  }

  take(event) {
    this.early?.push(event);
    if (this.head < 0 || !(event.seq > this.head)) return; // known already, or no event of the log
    if (!this.#apply(event)) return;
    for (const { hear } of this.watchers) hear(event);
    // Only who asked or decides is told what waits.
    const isAsker = this.mine.questions.some((question) => question.state === "waiting");
    if (event.kind === "question.waiting" && (this.room.moderates || isAsker)) this.load();
    this.changed();
  }

  #apply(event) {
    const before = this.parts;
    this.head = event.seq;
    this.parts = reduce(before, event);
    return this.parts !== before;
  }

  /** Ask the hub for the state as it is now; asked again meanwhile, once more after that. */
  async load() {
    this.isStale = !!this.early;
    if (this.early) return;
    this.early = []; // what comes while it is on its way
    const told = await this.room.loadState();
    const { early } = this;
    this.early = null;
    if (told) {
      const { head, mine, waiting = [], drafts = [] } = told;
      Object.assign(this, { head, waiting, drafts, mine, parts: { ...emptyParts(), ...told.parts }, pause: PAUSE_MS });
      for (const event of early) if (event.seq > this.head) this.#apply(event);
      this.changed();
      if (this.isStale) this.load();
    } else {
      this.pause = Math.min(this.pause * 2, LONGEST_MS);
      setTimeout(() => this.load(), this.pause * Math.random());
    }
  }

  /** What this browser has said itself and the log does not tell: its votes, its questions that wait, its drafts. */
  stored({ kind, question, poll, up }) {
    const { mine } = this;
    if (kind === "question.vote") mine.votes = [...mine.votes.filter((number) => number !== question), ...(up ? [question] : [])];
    else if (kind === "vote") mine.voted = [...mine.voted, poll];
    if (this.early || /^(question(?!\.vote)|poll)/.test(kind)) this.load();
    this.changed();
  }

  changed() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (this.head >= 0) for (const { show } of this.watchers) show(this.parts);
    }, PAINT_MS);
  }
}

export const stateOf = (room) => (room.state ??= new State(room));
