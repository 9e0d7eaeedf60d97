// One pane at a time on a phone; on a desk the talk stays and the tabs change what stands beside it.
export function openTabs(room) {
  const tabs = [...room.element.querySelectorAll("[data-tab]")];
  const panes = [...room.element.querySelectorAll("[data-pane]")];
  const wide = matchMedia("(min-width: 900px)");
  const agenda = document.getElementById("agenda");
  const places = {};
  let shown = "talk";

  const draw = () => {
    const side = shown === "talk" ? (places.side ?? "questions") : shown;
    for (const pane of panes) {
      const name = pane.dataset.pane;
      pane.hidden = wide.matches ? name !== "talk" && name !== side : name !== shown;
    }
    for (const tab of tabs) {
      const isCurrent = tab.dataset.tab === (wide.matches ? side : shown);
      if (isCurrent) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };

  room.show = (name) => {
    if (!wide.matches && name !== shown) places[shown] = scrollY;
    if (name !== "talk") places.side = name;
    const isOther = name !== shown;
    shown = name;
    draw();
    // Each pane of a phone keeps the place one was reading at.
    if (isOther && !wide.matches) scrollTo(0, places[name] ?? 0);
    if (isOther) room.onShow?.(name);
  };

  room.badge = (name, count) => {
    const badge = room.element.querySelector(`[data-tab="${name}"] .room-badge`);
    if (!badge) return;
    badge.hidden = !count;
    badge.textContent = count ? String(count) : "";
  };

  for (const tab of tabs) {
    tab.onclick = (event) => {
      event.preventDefault();
      room.show(tab.dataset.tab);
    };
  }
  const fit = () => {
    if (agenda) agenda.open = wide.matches;
    draw();
  };
  wide.addEventListener("change", fit);
  fit();
}
