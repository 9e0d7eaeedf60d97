// A chat room on uWebSockets.js: its own publish and subscribe, written in C++.
const uws = require("@trufflesuite/uws-js-unofficial");
if (!uws.SSLApp) throw new Error("only the fallback in JavaScript is here");
let seq = 0;
const app = uws.App().ws("/*", {
  compression: 0,
  maxBackpressure: 64 * 1024 * 1024,
  idleTimeout: 120,
  open: (socket) => socket.subscribe("room"),
  message: (socket, data) => {
    const text = JSON.stringify({ seq: ++seq, text: JSON.parse(Buffer.from(data).toString()).text });
    app.publish("room", text);
  },
});
app.listen("127.0.0.1", Number(process.argv[2]), (is) => console.log(is ? "listening" : "failed"));
