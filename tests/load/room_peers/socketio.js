// A chat room on socket.io, as its own documentation builds it: io.emit to everybody.
const { createServer } = require("http");
const { Server } = require("socket.io");
const server = createServer();
const io = new Server(server, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });
let seq = 0;
io.on("connection", (socket) => {
  socket.on("chat", (message) => io.emit("chat", { seq: ++seq, text: message.text }));
});
server.listen(Number(process.argv[2]), "127.0.0.1", 4096, () => console.log("listening"));
