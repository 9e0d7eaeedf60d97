// A chat room on ws: the frame is built once, written to everybody.
const { WebSocketServer, WebSocket } = require("ws");
const options = { port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096, perMessageDeflate: false };
const server = new WebSocketServer(options, () => console.log("listening"));
let seq = 0;
server.on("connection", (socket) => {
  socket.on("message", (data) => {
    const text = JSON.stringify({ seq: ++seq, text: JSON.parse(data).text });
    for (const client of server.clients) if (client.readyState === WebSocket.OPEN) client.send(text);
  });
});
