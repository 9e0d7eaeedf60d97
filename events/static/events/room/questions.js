// Questions: asked, wanted by others, decided about by the moderators.
import { keep, offer, openPane, rows, say } from "./panes.js";

const ANSWERS = 20, QUOTED = 40;

export function start(room) {
  const { part, state, watch } = openPane(room, "questions", fillDecision);
  const isOpen = (one) => one.state === "open";
  const numbered = (question) => room.word("questionNumber", question);
  const decide = (question) => room.moderates && { question };

  function tell(row, one) {
    say(row, "name", one.name || room.word("questionUnnamed"));
    return say(row, "body", one.body);
  }

  function showQuestion(row, one) {
    const { key: question, into, answer } = one;
    const up = !state.mine.votes.includes(question);
    const words = tell(row, one);
    words.id = `question-${question}`;
    say(row, "number", numbered(question));
    say(row, "state", isOpen(one) ? "" : room.word(`question${one.state}`, into));
    const page = document.getElementById(`m${answer}`) ? "" : `${room.data.log}?after=${answer - 1}&limit=20`;
    say(row, "answer", answer && room.word("questionToAnswer")).href = `${page}#m${answer}`;
    say(row, "votes", room.word("questionVotes", one.votes));
    offer(row, { vote: { question, up }, withdraw: isOpen(one) && one.by === room.me && { question }, decide: decide(question) });
    const vote = row.querySelector("[data-act=vote]");
    vote.disabled = !isOpen(one);
    vote.setAttribute("aria-describedby", words.id);
  }

  function showOwn(row, { question, body, reason, state: now }) {
    say(row, "body", body);
    say(row, "state", room.word(`question${now}`));
    say(row, "reason", reason);
    say(row, "why", now === "refused" && room.word("why"));
    offer(row, { withdraw: now === "waiting" && { question } });
  }

  function showWaiting(row, one) {
    const { question } = one;
    tell(row, one);
    offer(row, { admit: { question, decision: "admit" }, decide: decide(question) });
  }

  function fillDecision(form, { question }) {
    const now = state.parts.questions[question]?.state ?? "waiting";
    const others = rows(state.parts.questions).filter((one) => one.key !== question && isOpen(one));
    fill(form.elements.into, others.map(({ key, body }) => [key, `${numbered(key)} ${body.slice(0, QUOTED)}`]));
    fill(form.elements.answer, [["", "–"], ...newestMessages()]);
    for (const label of [...form.querySelectorAll("[data-when]")].reverse()) {
      label.hidden = !label.dataset.when.includes(now) || (label.dataset.alone && !others.length);
      if (!label.hidden) label.firstElementChild.checked = true;
    }
  }

  watch(({ questions, moderation }) => {
    const rank = (one) => (isOpen(one) ? one.votes : -1);
    const all = rows(questions).sort((a, b) => rank(b) - rank(a));
    const keyed = (some) => some.map((one) => ({ ...one, key: one.question }));
    keep(part("list"), all, showQuestion);
    keep(part("mine"), keyed(state.mine.questions), showOwn);
    keep(part("waiting"), keyed(state.waiting), showWaiting);
    part("anonymous").disabled = part("anonymous").hidden = !moderation.anonymous;
    part("premoderated").hidden = !moderation.premoderation;
    part("empty").hidden = all.length;
    room.badge("questions", all.filter(isOpen).length + state.waiting.length);
  });
}

function fill(select, options) {
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
}

// The newest first: it is the one that has just answered.
function newestMessages() {
  const lines = [...document.querySelectorAll("#lines .line:not([data-removed])")].slice(-ANSWERS).reverse();
  return lines.map((line) => {
    const [name, words] = [".line-name", ".line-body"].map((place) => line.querySelector(place).textContent.trim());
    return [line.dataset.seq, `${name}: ${words.slice(0, QUOTED)}`];
  });
}
