// The pane of polls. It knows the room only by what it is given.
export function start(_room) {}
