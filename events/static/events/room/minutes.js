/* Minutes written together. `[data-minutes]` is their page or the pane in the room; without this everything works by
   plain forms. The room dispatches "secunity:minutes" on window when a line came, changed or went. */

const POLL_MS = 10_000;

const ask = (url, options = {}) => fetch(url, { ...options, headers: { Accept: "application/json" }, credentials: "same-origin" });

function say(form, words) {
  form.querySelector(".minutes-state").textContent = words;
}

function showTheirs(form, words, stale) {
  let box = form.querySelector(".minutes-theirs");
  if (!box) {
    box = document.createElement("p");
    box.className = "minutes-theirs";
    box.dir = "auto";
    form.querySelector(".minutes-state").after(box);
  }
  box.textContent = `${words.wordTheirs}: ${stale.is_removed ? words.wordRemoved + " " : ""}${stale.theirs}`;
}

async function save(form, words, button) {
  const sent = new FormData(form, button);
  say(form, words.wordSaving);
  let answer;
  try {
    answer = await ask(form.action, { method: "POST", body: sent });
  } catch {
    say(form, words.wordOffline);
    return null;
  }
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
  if (answer.status === 409 && told) {
    form.elements.revision.value = told.revision;
    showTheirs(form, words, told);
    say(form, words.wordStale);
    return null;
  }
  if (!answer.ok || !told) {
    say(form, told?.detail ?? words.wordOffline);
    return null;
  }
  form.querySelector(".minutes-theirs")?.remove();
  form.dataset.saved = sent.get("text");
  say(form, words.wordSaved);
  return told;
}

const isTouched = (form) => form.elements.text.value !== (form.dataset.saved ?? form.elements.text.defaultValue);

function takeOver(root, told) {
  const lines = told.sections.flatMap((section) => section.lines);
  let known = 0;
  for (const line of lines) {
    const form = root.querySelector(`[data-line="${line.line}"] form[data-line-form]`);
    if (!form) continue;
    known += 1;
    if (isTouched(form) || form.elements.revision.value === String(line.revision)) continue;
    form.elements.text.value = form.dataset.saved = line.text;
    form.elements.kind.value = line.as;
    form.elements.revision.value = line.revision;
  }
  const shown = root.querySelectorAll("[data-line-form]").length;
  const news = root.querySelector("[data-news]");
  if (news) {
    const order = [...root.querySelectorAll("[data-line]")].map((row) => row.dataset.line).join();
    news.hidden = known === lines.length && known === shown && order === lines.map((line) => line.line).join();
    news.textContent = news.hidden ? "" : root.dataset.wordNews;
  }
}

/** Each line's buttons name the line that they move it past. */
function nameNeighbours(list) {
  const rows = [...list.children];
  rows.forEach((row, at) => {
    for (const [way, beside] of [["up", rows[at - 1]], ["down", rows[at + 1]]]) {
      const button = row.querySelector(`[data-move="${way}"]`);
      if (!button) continue;
      button.hidden = !beside;
      button.value = `${way}-${beside?.dataset.line ?? ""}`;
    }
  });
}

/** The line goes where the hub has put it, without a new page: what is typed beside it stays. */
function move(form, button) {
  const row = form.closest("[data-line]");
  const beside = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!beside) return;
  if (button.dataset.move === "up") beside.before(row);
  else beside.after(row);
  nameNeighbours(row.parentElement);
  (button.hidden ? form.querySelector("[data-move]:not([hidden])") : button)?.focus();
}

function item(line, log) {
  const row = document.createElement("li");
  row.className = `minutes-line minutes-${line.as}`;
  const head = document.createElement("p");
  head.className = "minutes-head";
  const kind = document.createElement("b");
  kind.textContent = line.label;
  head.append(kind, [line.name, line.owner, line.due_on].filter(Boolean).map((part) => ` · ${part}`).join(""));
  if (line.seq && log) {
    const back = document.createElement("a");
    back.href = `${log}?after=${line.seq - 1}&limit=20#m${line.seq}`;
    back.textContent = `#${line.seq}`;
    head.append(" · ", back);
  }
  const text = document.createElement("p");
  text.dir = "auto";
  text.textContent = line.text;
  row.append(head, text);
  return row;
}

/** The pane in the room: lines only, by agenda item. */
function paint(root, told) {
  const list = root.querySelector("[data-lines]");
  const lines = told.sections.flatMap((section) => section.lines);
  list.replaceChildren(...lines.map((line) => item(line, root.dataset.log)));
  const empty = root.querySelector("[data-empty]");
  if (empty) empty.hidden = lines.length > 0;
}

export function mountMinutes(root) {
  const isPane = root.querySelector("[data-lines]") !== null;
  const apply = (told) => {
    root.dataset.revision = told.revision;
    (isPane ? paint : takeOver)(root, told);
  };
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await ask(root.dataset.minutes);
      const told = answer.ok ? await answer.json() : null;
      if (told && String(told.revision) !== root.dataset.revision) apply(told);
    } catch {
      /* away for a moment: the next look tells */
    }
  };
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("[data-line-form]") || (button?.value !== "save" && !button?.dataset.move)) return;
    event.preventDefault();
    const told = await save(form, root.dataset, button);
    if (told) {
      if (button.dataset.move) move(form, button);
      const mine = told.sections.flatMap((section) => section.lines).find((line) => String(line.line) === form.elements.line.value);
      if (mine) form.elements.revision.value = mine.revision;
      apply(told);
    }
  });
  addEventListener("secunity:minutes", refresh);
  setInterval(refresh, POLL_MS);
}

document.querySelectorAll("[data-minutes]").forEach(mountMinutes);
