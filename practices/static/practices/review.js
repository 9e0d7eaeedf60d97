// One key for each decision. Every key presses a button or follows a link that is on the page anyway.

const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea");

function press(control) {
  const needed = control.dataset.needs && document.getElementById(control.dataset.needs);
  if (needed && !needed.value && !("free" in control.dataset)) {
    needed.focus();
  } else if (control.dataset.focus && document.activeElement?.id !== control.dataset.focus) {
    const field = document.getElementById(control.dataset.focus);
    field.focus();
    field.select();
  } else {
    control.click();
  }
}

function openSelected() {
  const panel = document.querySelector("[data-add]");
  const text = document.querySelector("[data-review-text]");
  const selection = getSelection();
  if (!panel) return;
  panel.open = true;
  const field = panel.querySelector("input[name=words]");
  if (selection.rangeCount && text.contains(selection.anchorNode) && selection.toString().trim()) {
    field.value = selection.toString().trim();
  }
  field.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "s") {
    event.preventDefault();
    openSelected();
    return;
  }
  const control = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
  if (control) {
    event.preventDefault();
    press(control);
  }
});

document.getElementById("finding-here")?.scrollIntoView({ block: "center" });
