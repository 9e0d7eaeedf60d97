// Polls: made by moderators, voted in secret, counted once they are closed.
import { clone, keep, offer, openPane, rows, say } from "./panes.js";

// What can be chosen: [number, words].
function choicesOf({ options, scale }) {
  if (!scale) return options.map((words, number) => [number, words]);
  const { lowest, highest } = scale;
  const ends = { [lowest]: scale.lowest_text, [highest]: scale.highest_text };
  return Array.from({ length: highest - lowest + 1 }, (_, step) => {
    const value = lowest + step;
    return [value, `${value} ${ends[value] ?? ""}`.trim()];
  });
}

export function start(room) {
  const { part, state, watch } = openPane(room, "polls");
  const change = (poll, to) => room.moderates && { poll, state: to };
  const isOpen = (one) => one.state === "open";
  const hasVoted = (one) => state.mine.voted.includes(one.key);

  function showVote(row, one) {
    const form = row.querySelector("form");
    form.hidden = !isOpen(one) || hasVoted(one);
    const name = one.scale ? "value" : "choices";
    Object.assign(form.dataset, { fields: JSON.stringify({ poll: one.key }), needs: name });
    const list = form.querySelector("[data-f=choices]");
    if (list.firstChild) return;
    say(form, "legend", one.body);
    for (const [value, words] of choicesOf(one)) {
      const label = clone("poll-choice");
      const input = label.firstElementChild;
      Object.assign(input, { name, value, type: one.form === "multiple" ? "checkbox" : "radio" });
      input.dataset.as = one.scale ? "number" : "numbers";
      label.lastElementChild.textContent = words;
      list.append(label);
    }
  }

  function showResults(row, one) {
    const { results, voters } = one;
    say(row, "few", one.state === "closed" && !results && room.word("pollFew"));
    row.querySelector("table").hidden = !results;
    if (!results) return;
    const words = new Map(choicesOf(one));
    say(row, "caption", one.body);
    row.querySelector("tbody").replaceChildren(...results.map(({ option, count }) => {
      const line = clone("poll-result");
      say(line, "option", words.get(option));
      say(line, "count", room.word("pollVotes", count));
      Object.assign(line.querySelector("progress"), { max: voters, value: count });
      return line;
    }));
  }

  function showPoll(row, one) {
    const { key, quorum, voters } = one;
    const missing = quorum - voters;
    const standing = missing <= 0 ? "pollQuorate" : isOpen(one) ? "pollMissing" : "pollNotQuorate";
    say(row, "body", one.body);
    say(row, "state", room.word(`poll${one.state}`));
    say(row, "voters", room.word("pollVoters", voters));
    say(row, "quorum", quorum && room.word(standing, standing === "pollMissing" ? missing : quorum));
    say(row, "voted", isOpen(one) && hasVoted(one) && room.word("pollVoted"));
    showVote(row, one);
    showResults(row, one);
    offer(row, { close: isOpen(one) && change(key, "closed"), remove: change(key, "removed") });
  }

  function showDraft(row, one) {
    say(row, "body", one.body);
    say(row, "options", choicesOf(one).map(([, words]) => words).join(" / "));
    offer(row, { open: change(one.poll, "open"), remove: change(one.poll, "removed") });
  }

  watch(({ polls }) => {
    const all = rows(polls).sort((a, b) => isOpen(b) - isOpen(a) || b.key - a.key);
    keep(part("list"), all, showPoll);
    keep(part("drafts"), state.drafts.map((one) => ({ ...one, key: one.poll })), showDraft);
    part("empty").hidden = all.length;
    room.badge("polls", all.filter((one) => isOpen(one) && !hasVoted(one)).length);
  }, ({ kind, payload }) => kind === "poll.open" && room.announce(room.word("pollNew", payload.body)));
}
