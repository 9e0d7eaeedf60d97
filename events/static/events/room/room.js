// Puts the parts of the live room together: socket, log, outbox, view and composer.
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { RoomLog } from "./log.js";
import { Outbox } from "./outbox.js";
import { View } from "./view.js";

const AGAIN = new Set(["retry", "room_busy", "slow_mode"]);
const NACK_WORDS = { too_long: "tooLong", closed: "closed", room_busy: "busy", retry: "tooFast", slow_mode: "tooFast" };
const HTTP_AFTER_FAILURES = 3;

const room = document.getElementById("room");
const data = room.dataset;
const view = new View(room);
const outbox = new Outbox(`${data.room}:${data.me}`);
let inFlight = null;
let hasStored = false;
let notice = "";
let unacked = 0;
let ackTimer = null;

const log = new RoomLog(data.log, data.epoch, Number(data.head), {
  apply(events) {
    view.apply(events);
    for (const event of events) if (event.actor.id === Number(data.me)) settle(event.cid);
    acknowledge(events.length);
    showState();
  },
  clear: (first) => view.clear(first),
});

const connection = new Connection(data.socket, data.room, {
  hello: () => ({ epoch: log.epoch, last: log.last }),
  frame: (frame) => handlers[frame.type]?.(frame),
  state(name) {
    if (name !== "connected") inFlight = null;
    showState();
  },
  failed(attempts) {
    // Where sockets are blocked the room can still be read.
    if (attempts >= HTTP_AFTER_FAILURES) log.catchUp();
  },
});

const handlers = {
  welcome(frame) {
    log.head = frame.head;
    sendHead();
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
  ok(frame) {
    hasStored = true;
    settle(frame.cid);
  },
  nack: (frame) => refused(frame),
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

function sendHead() {
  const entry = outbox.head;
  if (!entry || inFlight || !connection.isWelcome) return;
  const { cid, kind, body, target, as } = entry;
  inFlight = cid;
  connection.send({ type: "send", cid, kind, body, ...(target ? { target } : {}), ...(as ? { as } : {}) });
  showState();
}

async function settle(cid) {
  if (inFlight === cid) inFlight = null;
  const entry = await outbox.remove(cid);
  if (entry) {
    hasStored = true;
    notice = "";
    view.showPending(outbox.entries);
  }
  showState();
  sendHead();
}

async function refused(frame) {
  if (inFlight === frame.cid) inFlight = null;
  notice = NACK_WORDS[frame.code] ?? "refused";
  if (AGAIN.has(frame.code)) {
    inFlight = frame.cid; // nothing overtakes it while it waits
    setTimeout(() => {
      if (inFlight === frame.cid) inFlight = null;
      sendHead();
    }, frame.retry_ms ?? 1000);
  } else {
    const entry = await outbox.remove(frame.cid);
    if (entry?.body) composer.giveBack(entry.body);
    view.showPending(outbox.entries);
    sendHead();
  }
  showState();
}

async function write(fields) {
  notice = "";
  const waiting = outbox.add({ ...fields, written: Date.now() });
  view.showPending(outbox.entries);
  if (fields.kind === "message") view.jump();
  showState();
  await waiting; // only what is safe here goes out
  sendHead();
}

function showState() {
  const waiting = outbox.entries.length;
  if (connection.state !== "connected") {
    const words = [view.word(connection.state)];
    if (waiting) words.push(view.word("waiting", waiting));
    view.showState(words.join(" "), "off");
  } else if (notice) view.showState(view.word(notice), "warn");
  else if (waiting) view.showState(view.word("sending"), "busy");
  else if (view.unread) view.showState(view.word("unread", view.unread), "ok");
  else view.showState(view.word(hasStored ? "stored" : "connected"), "ok");
}

const composer = new Composer(room, view, write);
view.onEdit = (seq, body) => composer.edit(seq, body);
view.onRemove = (target) => write({ kind: "redaction", body: "", target });
view.onNote = (target) => write({ kind: "minutes", body: "", target, as: "info" });
view.onRead = showState;
const isKept = await outbox.load();
if (!isKept) notice = "noStore";
view.showPending(outbox.entries);
if (!location.hash) view.toEnd();
connection.open();
