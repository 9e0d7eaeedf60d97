// The pane of people: how many are here, and by name as many as the room tells.
const byId = (id) => document.getElementById(id);
const row = ({ name }) => Object.assign(document.createElement("li"), { textContent: name });

export function start(room) {
  room.onEph(({ present, sample }) => {
    if (present !== undefined) byId("people-count").textContent = room.word("present", present);
    if (!sample) return;
    byId("people-list").replaceChildren(...sample.map(row));
    byId("people-list").hidden = !sample.length;
  });
}
