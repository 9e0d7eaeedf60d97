// What all panes do alike. Their forms and buttons say in the page what they send (data-send, data-fields).
import { stateOf } from "./state.js";

const WAIT_MS = 1000;
const sent = (element) => JSON.parse(element.dataset.fields ?? "{}");
const typed = (form) => `${new URLSearchParams(new FormData(form))}`;

/** The rows of a part of the state, with their numbers as keys. */
export const rows = (part) => Object.entries(part).map(([key, row]) => ({ ...row, key: Number(key) }));

// The same words once more would be read out again.
function write(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

/** Write `words` where a row says `name`; hidden where there are none. */
export function say(row, name, words) {
  const place = row.querySelector(`[data-f="${name}"]`);
  place.hidden = !words;
  write(place, words || "");
  return place;
}

/** Show a row's buttons that are offered now: {name: what it sends, or false}. */
export function offer(row, buttons) {
  for (const [name, fields] of Object.entries(buttons)) {
    const button = row.querySelector(`[data-act="${name}"]`);
    if (!button) continue; // the moderators' only
    button.hidden = !fields;
    if (fields) button.dataset.fields = JSON.stringify(fields);
    // What a switch would send is the opposite of what holds.
    if (button.ariaPressed) button.ariaPressed = !(fields.up ?? fields.on);
  }
}

/** One child of `list` for each item ({key}), the same element as before; while somebody is in the list, nothing moves. */
export function keep(list, items, show) {
  if (!list) return; // the moderators' only
  const old = new Map([...list.children].map((row, place) => [row.dataset.key, { row, place }]));
  const place = ({ key }) => old.get(`${key}`)?.place ?? Infinity;
  const hadFocus = list.contains(document.activeElement);
  if (hadFocus || list.matches(":hover")) items = [...items].sort((a, b) => place(a) - place(b));
  items.forEach((item, index) => {
    const key = `${item.key}`;
    const row = old.get(key)?.row ?? clone(list.dataset.rows);
    old.delete(key);
    row.dataset.key = key;
    row.tabIndex = -1;
    show(row, item);
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
  for (const { row } of old.values()) row.remove();
  list.hidden = !items.length;
}

export const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** What a form's fields come to, or {wrong: words, control} in the reader's language. */
function collect(room, form) {
  const fields = {};
  for (const control of form.elements) {
    const { name, type, min, max, dataset } = control;
    const isOff = control.matches(":disabled") || (/radio|checkbox/.test(type) && !control.checked);
    if (!name || isOff) continue;
    const text = control.value.trim();
    const over = [...text].length - dataset.most;
    const [outer, inner] = name.split(".");
    let value = text;
    let wrong = "";
    if (!text && control.required) wrong = room.word("paneEmpty");
    else if (over > 0) wrong = room.word("over", over);
    else if (dataset.as === "flag") value = true;
    else if (dataset.as === "lines") {
      value = text.split(/\s*\n\s*/);
      const isFit = value.length > 1 && value.length < 13 && new Set(value).size === value.length;
      if (!isFit || value.some((line) => line.length > 200)) wrong = room.word("pollOptions");
    } else if (dataset.as) {
      value = Number(text);
      const isFit = !max || (Number.isInteger(value) && value >= min && value <= max);
      if (text && !isFit) wrong = room.word("paneNumber", `${min}–${max}`);
    }
    if (wrong) return { wrong, control };
    if (!text && type !== "textarea") continue;
    if (inner) fields[outer] = { ...fields[outer], [inner]: value };
    else fields[name] = dataset.as === "numbers" ? [...(fields[name] ?? []), value] : value;
  }
  const { scale } = fields;
  const steps = scale ? scale.highest - scale.lowest : 1;
  if (steps < 1 || steps > 10) return { wrong: room.word("pollScale"), control: form.elements["scale.highest"] };
  const needed = form.dataset.needs;
  if (needed && !fields[needed]) return { wrong: room.word("paneChoose"), control: form.elements[needed][0] };
  const chosen = form.querySelector("[data-send]:checked") ?? form;
  delete fields._;
  return { kind: chosen.dataset.send, ...sent(form), ...sent(chosen), ...fields };
}

/** Fieldsets with data-for belong to one choice of their form: the others are hidden and not sent. */
function fit(form) {
  const chosen = form.querySelector("[data-choice]:checked, select[data-choice]");
  for (const set of form.querySelectorAll("[data-for]")) {
    set.disabled = set.hidden = !set.dataset.for.split(" ").includes(chosen?.dataset.choice || chosen?.value);
  }
}

/** The pane of that name, its state and its parts; `opened(form, fields)` fills a dialog before it is seen. */
export function openPane(room, name, opened = () => {}) {
  const pane = document.getElementById(`pane-${name}`);
  const part = (key) => pane.querySelector(`[data-part="${key}"]`);
  const state = stateOf(room);
  const refusal = (code) => room.word(`pane${code}`) || room.word("paneRefused");
  let refused = null; // the form of a row, and what it says of a refusal

  // The form may go after that: a poll was closed.
  function keepRefusal() {
    if (!refused || refused.place.getClientRects().length || !pane.getClientRects().length) return;
    write(part("said"), refused.words);
    refused = null;
  }

  async function deliver(place, fields) {
    const wait = () => write(place, room.word(room.isLive() ? "sending" : "reconnecting"));
    const timer = setInterval(wait, WAIT_MS);
    let words = "";
    wait();
    try {
      await room.send({ body: "", ...fields });
      state.stored(fields);
    } catch ({ code }) {
      words = refusal(code);
      state.load(); // another tab may have done it already
    }
    clearInterval(timer);
    // The form may be gone by now.
    write(place.getClientRects().length ? place : part("said"), words || room.word("stored"));
    refused = words && !place.closest("dialog") ? { place, words } : null;
    return !words;
  }

  // What a page that was closed meanwhile had sent comes back to the fields of its form.
  room.on("refused", ({ entry, code }) => {
    const form = pane.querySelector(`form[data-send="${entry.kind}"]`);
    for (const area of form?.querySelectorAll("textarea") ?? []) {
      const text = [entry[area.name] ?? ""].flat().join("\n");
      if (area.value.includes(text)) continue;
      area.value = `${text}\n${area.value}`.trim();
      write(form.querySelector("[data-said]"), refusal(code));
    }
  });

  // Whose button is gone goes on at its row, or at the pane, not at the top of the page.
  function stay(held) {
    if (held.getClientRects().length && !held.disabled) return;
    const row = held.closest("[data-key]");
    (row?.isConnected ? row : pane).focus();
  }

  async function submit(form) {
    const place = form.querySelector("[data-said]");
    const { wrong, control, ...fields } = collect(room, form);
    if (wrong) {
      place.textContent = wrong;
      control.focus();
      return;
    }
    const before = typed(form);
    if (!(await deliver(place, fields))) return;
    form.closest("dialog")?.close();
    if (typed(form) === before) form.reset(); // what was typed meanwhile stays
    fit(form);
  }

  function open(button) {
    const dialog = document.getElementById(button.dataset.dialog);
    const form = dialog.querySelector("form");
    const about = button.closest("[data-key]")?.querySelector("[data-f=body]") ?? button;
    form.dataset.fields = button.dataset.fields;
    form.querySelector("[data-said]").textContent = "";
    say(form, "title", about.textContent);
    opened(form, sent(button));
    fit(form);
    dialog.onclose = () => stay(button);
    dialog.showModal();
  }

  // Nothing is sent twice by an impatient finger.
  async function once(element, action) {
    if (element.busy) return;
    element.busy = true;
    await action();
    element.busy = false;
  }

  pane.onsubmit = (event) => {
    event.preventDefault();
    once(event.target, () => submit(event.target));
  };
  pane.onchange = ({ target }) => target.form && fit(target.form);
  pane.onclick = ({ target }) => {
    if (target.closest('a[href^="#m"]')) room.show("talk"); // what is hidden cannot be scrolled to
    const button = target.closest("button");
    const { close, dialog, send } = button?.dataset ?? {};
    if (close) button.closest("dialog").close();
    else if (dialog) open(button);
    else if (send) once(button, () => deliver(part("said"), { kind: send, ...sent(button) }));
  };
  pane.tabIndex = -1;
  pane.querySelectorAll("form").forEach(fit);

  function watch(show, hear) {
    state.watch((parts) => {
      const held = pane.contains(document.activeElement) && document.activeElement;
      part("live").hidden = false; // before, a switch does not know what it would send
      part("loading").hidden = true;
      show(parts);
      keepRefusal();
      if (held) stay(held);
    }, hear);
  }
  return { pane, part, state, watch };
}
