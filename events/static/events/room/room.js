// Puts the parts of the live room together: socket, log, outbox, view, composer and panes.
import { Actions, guardCopies } from "./actions.js";
import { Composer } from "./composer.js";
import { Connection, RoomLog } from "./connection.js";
import { Room, openTabs } from "./core.js";
import { Sending } from "./outbox.js";
import * as people from "./people.js";
import * as polls from "./polls.js";
import { Presence, Reactions, watchLabel } from "./presence.js";
import * as questions from "./questions.js";
import { View } from "./view.js";

const NACK_WORDS = {
  too_long: "tooLong", closed: "closed", room_busy: "busy", retry: "tooFast", slow_mode: "slow", muted: "muted", tlp: "tlpRefused",
};
const HTTP_AFTER_FAILURES = 3, TICK_MS = 1000;
// Their text stands in the field they were written in.
const TALK = new Set(["message", "edit"]);

const room = new Room(document.getElementById("room"));
const data = room.data;
const view = new View(room);
let hasStored = false;
let isUnkept = false;
let unacked = 0;
let ackTimer = null;
let ticking = null;

const log = new RoomLog(data.log, data.epoch, Number(data.head), {
  apply(events) {
    view.apply(events);
    for (const event of events) if (event.actor.id === room.me) sending.settle(event.cid, event.seq);
    room.hear(events);
    acknowledge(events.length);
    showState();
  },
  clear(first) {
    view.clear(first);
    room.hear([{ kind: "reset" }]);
  },
});

const connection = new Connection(data.socket, data.room, {
  hello: () => ({ epoch: log.epoch, last: log.last }),
  frame: (frame) => handlers[frame.type]?.(frame),
  state: showState,
  lost(code, attempts) {
    sending.lost(code);
    // Where sockets are blocked the room can still be read.
    if (attempts >= HTTP_AFTER_FAILURES) log.catchUp();
  },
});

const sending = new Sending(`${data.room}:${data.me}`, connection, {
  changed() {
    view.showPending(sending.outbox.entries);
    showState();
  },
  stored: () => (hasStored = true),
  refused(entry, code) {
    if (entry.body && TALK.has(entry.kind)) composer.giveBack(entry.body);
    else room.hear([{ kind: "refused", entry, code }]);
  },
});

const handlers = {
  welcome(frame) {
    log.head = frame.head;
    if (frame.limits.edit_s) room.editMs = frame.limits.edit_s * 1000;
    sending.sendHead();
  },
  ev(frame) {
    if (!log.take(frame)) log.recover(connection);
  },
  hb(frame) {
    log.head = Math.max(log.head, frame.head);
    if (frame.head > log.last) log.recover(connection);
  },
  async reset() {
    await log.catchUp();
    connection.sayHello();
  },
  eph: (frame) => room.hearEph(frame),
  bye: ({ why }) => why && room.hear([{ kind: "out", payload: why }]),
  ok: (frame) => sending.settle(frame.cid, frame.seq),
  nack: (frame) => sending.refused(frame),
};

function acknowledge(count) {
  unacked += count;
  const send = () => {
    clearTimeout(ackTimer);
    ackTimer = null;
    unacked = 0;
    connection.send({ type: "ack", seq: log.last });
  };
  if (unacked >= connection.limits.ack_events) send();
  else ackTimer ??= setTimeout(send, connection.limits.ack_ms);
}

function showState() {
  const waiting = sending.outbox.entries.length;
  if (connection.state !== "connected") {
    const words = [room.word(connection.state ?? "connecting")];
    if (waiting) words.push(room.word("waiting", waiting));
    view.showState(words.join(" "), "off");
  } else if (sending.notice) {
    const seconds = Math.max(1, Math.ceil((sending.againAt - Date.now()) / 1000));
    const refused = TALK.has(sending.notedKind) ? "refused" : "notDone";
    view.showState(room.word(NACK_WORDS[sending.notice] ?? refused, seconds), "warn");
    clearTimeout(ticking);
    if (sending.inFlight) ticking = setTimeout(showState, TICK_MS);
  } else if (log.head > log.last) view.showState(room.word("behind", log.head - log.last), "busy");
  else if (waiting) view.showState(room.word("sending"), "busy");
  else if (view.reading.unread) view.showState(room.word("unread", view.reading.unread), "ok");
  else if (isUnkept) view.showState(room.word("noStore"), "warn");
  else view.showState(room.word(hasStored ? "stored" : "connected"), "ok");
}

const tell = (frame) => connection.isWelcome && connection.send(frame);
room.send = (fields, kept) => sending.send(fields, kept);
room.isLive = () => connection.isWelcome;
room.announce = (text) => view.announce(text);
view.onRead = showState;
openTabs(room);
const presence = new Presence(room, tell);
const composer = new Composer(room, view, { typed: (isTyping) => presence.typed(isTyping) });
guardCopies(room, view);
new Actions(room, view, composer, new Reactions(room, view, tell));
watchLabel(room);
// The talk does not wait for a pane, and goes on without one that fails.
for (const pane of [questions, polls, people]) (async () => pane.start(room))().catch(console.error);
isUnkept = !(await sending.outbox.load());
addEventListener("beforeunload", (event) => isUnkept && sending.outbox.entries.length && event.preventDefault());
view.showPending(sending.outbox.entries);
if (!location.hash) view.reading.open() || view.toEnd();
connection.open();
