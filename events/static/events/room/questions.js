// The pane of questions. It knows the room only by what it is given.
export function start(_room) {}
