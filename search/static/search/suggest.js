// Completions below a search field (WAI-ARIA combobox with a list). The form works without this.
const DELAY_MS = 120;
const list = document.createElement("ul");
list.id = "suggestions";
list.className = "suggestions";
list.setAttribute("role", "listbox");
let asked = 0;
let timer = 0;

const field = (event) => (event.target instanceof HTMLInputElement && event.target.dataset.suggest ? event.target : null);
const options = () => [...list.children];
const active = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

function close(input) {
  asked += 1;
  clearTimeout(timer);
  list.remove();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function mark(input, index) {
  options().forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
  if (index < 0) input.removeAttribute("aria-activedescendant");
  else input.setAttribute("aria-activedescendant", list.children[index].id);
}

function show(input, suggestions) {
  list.replaceChildren(
    ...suggestions.map(({ text }, number) => {
      const option = document.createElement("li");
      option.id = `suggestion-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = text;
      return option;
    }),
  );
  if (!suggestions.length) return close(input);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.parentElement.append(list);
  input.setAttribute("aria-expanded", "true");
}

async function ask(input) {
  const number = ++asked;
  const typed = input.value;
  if (!typed.trim()) return close(input);
  try {
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
    if (number === asked && document.activeElement === input) show(input, suggestions);
  } catch {
    close(input);
  }
}

function choose(input, index) {
  input.value = list.children[index].textContent;
  close(input);
  input.form.requestSubmit();
}

document.addEventListener("input", (event) => {
  const input = field(event);
  if (!input) return;
  clearTimeout(timer);
  timer = setTimeout(ask, DELAY_MS, input);
});

document.addEventListener("keydown", (event) => {
  const input = field(event);
  // While an input method is open, its keys are its own.
  if (!input || event.isComposing || !list.isConnected) return;
  const last = list.children.length - 1;
  const steps = { ArrowDown: active() === last ? -1 : active() + 1, ArrowUp: active() < 0 ? last : active() - 1 };
  if (event.key in steps) {
    event.preventDefault();
    mark(input, steps[event.key]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    close(input);
  } else if (event.key === "Enter") {
    if (active() < 0) return close(input);
    event.preventDefault();
    choose(input, active());
  }
});

document.addEventListener("focusout", (event) => field(event) && close(event.target));
// A press moves the focus away before the click comes.
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const input = list.parentElement?.querySelector("input[data-suggest]");
  if (input) choose(input, options().indexOf(event.target));
});
