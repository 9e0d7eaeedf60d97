"""Opens many WebSockets at once and takes each through its handshake, the room's own included."""

import base64
import json
import os
import random
import select
import socket
import struct
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.load.chat.results import dig

Target = tuple[tuple[str, int], str, str]
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0


def frame(text: str | bytes, opcode: int = 1) -> bytes:
    """A masked frame of a client."""
    payload = text if isinstance(text, bytes) else text.encode()
    key, size = os.urandom(4), len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + struct.pack(">H", size)
    return bytes([0x80 | opcode]) + length + key + bytes(byte ^ key[i & 3] for i, byte in enumerate(payload))


def frames_in(buffer: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The complete unmasked frames at the start of `buffer`: opcode, payload, what follows."""
    while len(buffer) >= 2:
        size, head = buffer[1] & 127, 2
        if size == 126:
            if len(buffer) < 4:
                break
            size, head = struct.unpack(">H", buffer[2:4])[0], 4
        elif size == 127:
            if len(buffer) < 10:
                break
            size, head = struct.unpack(">Q", buffer[2:10])[0], 10
        if len(buffer) < head + size:
            break
        opcode, payload, buffer = buffer[0] & 15, buffer[head : head + size], buffer[head + size :]
        yield opcode, payload, buffer


class Conn:
    """One client on its way in."""

    __slots__ = ("ack_ms", "attempts", "buf", "i", "retry_s", "sock", "started", "state", "step")

    def __init__(self, number: int, now: float, ack_ms: int) -> None:
        self.i, self.started, self.attempts = number, now, 0
        self.ack_ms = ack_ms
        self.retry_s: float | None = None
        self.state, self.step, self.buf = "http", 0, b""
        self.sock: Any = None


def targets(options: Namespace) -> list[Target]:
    """Address, path and host of each URL; only this machine unless told otherwise."""
    found: list[Target] = []
    for text in options.url:
        url = urlsplit(text)
        if url.scheme != "ws":
            raise SystemExit("ws:// only")
        if url.hostname not in ("127.0.0.1", "localhost") and not options.allow_remote:
            raise SystemExit("refusing a host that is not this machine")
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        found.append(((url.hostname or "", url.port or 80), path, url.netloc))
    return found


def header_lines(options: Namespace) -> list[str]:
    """A line for each client, used in turn."""
    lines = [line for line in Path(options.client_headers).read_text().splitlines() if line]
    if not lines:
        raise SystemExit(f"no header line in {options.client_headers}")
    return lines


class Crowd:
    """Clients that come in, at most `concurrency` of them at a time."""

    def __init__(self, options: Namespace) -> None:
        self.options, self.targets = options, targets(options)
        self.steps = [step.partition("=>")[::2] for step in options.on_open]
        self.each = header_lines(options) if options.client_headers else []
        self.epoll = select.epoll()
        self.conns: dict[int, Conn] = {}
        self.later: list[tuple[float, Conn]] = []
        self.done: list[Conn] = []
        self.errors: list[str] = []
        self.seconds: list[float] = []
        self.retries = 0

    def run(self) -> float:
        """Bring everybody in; returns the seconds it took."""
        begin = time.monotonic()
        started = 0
        while time.monotonic() < begin + self.options.connect_timeout:
            now = time.monotonic()
            due = [one for one in self.later if one[0] <= now]
            self.later = [one for one in self.later if one[0] > now]
            for _, conn in due:
                self.start(conn)
            while started < self.options.clients and len(self.conns) < self.options.concurrency:
                self.start(Conn(started, now, self.options.ack_ms))
                started += 1
            if len(self.done) + len(self.errors) >= self.options.clients:
                break
            for descriptor, _ in self.epoll.poll(0.02 if self.later else 0.2):
                self.read(self.conns[descriptor])
        self.errors += ["timeout"] * (len(self.conns) + len(self.later))
        for conn in self.conns.values():
            conn.sock.close()
        return time.monotonic() - begin

    def start(self, conn: Conn) -> None:
        """Connect and send the HTTP request."""
        address, path, host = self.targets[conn.i % len(self.targets)]
        conn.state, conn.step, conn.buf, conn.sock = "http", 0, b"", socket.socket()
        conn.sock.settimeout(self.options.connect_timeout)
        every = self.options.slow_every
        if every and conn.i % every == every - 1:
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            conn.sock.connect(address)
        except OSError as error:
            self.fail(conn, repr(error))
            return
        conn.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conn.sock.sendall(self.request(conn, path, host))
        conn.sock.setblocking(False)
        self.conns[conn.sock.fileno()] = conn
        self.epoll.register(conn.sock.fileno(), select.EPOLLIN)

    def request(self, conn: Conn, path: str, host: str) -> bytes:
        """The upgrade, with the client's own headers."""
        key = base64.b64encode(os.urandom(16)).decode()
        upgrade = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
        lines = [f"GET {path.replace('%I%', str(conn.i))} HTTP/1.1", f"Host: {host}", *upgrade]
        lines += [f"Sec-WebSocket-Key: {key}", f"Origin: {self.options.origin or f'http://{host}'}"]
        lines += [line.replace("%I%", str(conn.i)) for line in self.options.header]
        lines += [self.each[conn.i % len(self.each)]] if self.each else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def read(self, conn: Conn) -> None:
        """What has come for a client; the next step of its handshake."""
        try:
            data = conn.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError as error:
            self.fail(conn, repr(error))
            return
        if not data:
            self.fail(conn, "closed: " + conn.buf[:80].decode("latin1"))
            return
        conn.buf += data
        if conn.state == "http" and not self.upgraded(conn):
            return
        if self.advance(conn) or (conn.state == "wait" and self.frames(conn)):
            self.ready(conn)

    def upgraded(self, conn: Conn) -> bool:
        """Whether the server has answered 101."""
        head, end, rest = conn.buf.partition(b"\r\n\r\n")
        status = head.split(b"\r\n", 1)[0]
        if not end:
            return False
        if b" 101 " not in status + b" ":
            self.fail(conn, status.decode("latin1"))
            return False
        conn.buf, conn.state = rest, "open"
        return True

    def advance(self, conn: Conn) -> bool:
        """Send the next steps of the handshake; whether all are done."""
        while conn.step < len(self.steps) and conn.state == "open":
            send, wait = self.steps[conn.step]
            if send:
                conn.sock.sendall(frame(send.replace("%I%", str(conn.i))))
            if wait:
                conn.state = "wait"
                return False
            conn.step += 1
        return conn.step >= len(self.steps)

    def frames(self, conn: Conn) -> bool:
        """Look for what is waited for; whether the client is ready."""
        for opcode, payload, rest in frames_in(conn.buf):
            conn.buf = rest
            if opcode == 9:
                conn.sock.sendall(frame(payload, 10))
            elif payload.startswith(b'{"type":"bye"'):
                conn.retry_s = json.loads(payload)["retry_ms"] / 1000
            elif self.steps[conn.step][1].encode() in payload:
                conn.step, conn.state = conn.step + 1, "open"
                if self.options.ack_ms_path:
                    conn.ack_ms = int(dig(json.loads(payload), self.options.ack_ms_path))
                if self.advance(conn):
                    return True
        return False

    def ready(self, conn: Conn) -> None:
        """The client is in."""
        descriptor = conn.sock.fileno()
        self.epoll.unregister(descriptor)
        del self.conns[descriptor]
        self.done.append(conn)
        self.seconds.append(time.monotonic() - conn.started)

    def fail(self, conn: Conn, why: str) -> None:
        """The client is out; with --retry it comes again, when it was told to or after a pause of its own."""
        if conn.sock.fileno() in self.conns:
            self.epoll.unregister(conn.sock.fileno())
            del self.conns[conn.sock.fileno()]
        conn.sock.close()
        if not self.options.retry:
            self.errors.append(why)
            return
        conn.attempts += 1
        self.retries += 1
        pause = random.uniform(0, min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**conn.attempts))  # noqa: S311 - jitter
        self.later.append((time.monotonic() + (pause if conn.retry_s is None else conn.retry_s), conn))
        conn.retry_s = None


def connect_all(options: Namespace) -> tuple[list[Conn], dict[str, Any]]:
    """The clients that are in, and how that went."""
    crowd = Crowd(options)
    took = crowd.run()
    waits = sorted(crowd.seconds)
    return crowd.done, {
        "ok": len(crowd.done),
        "errors": len(crowd.errors),
        "first_errors": crowd.errors[:3],
        "retries": crowd.retries,
        "seconds": round(took, 3),
        "per_s": round(len(crowd.done) / took, 1),
        "concurrency": options.concurrency,
        "handshake_p50_ms": round(waits[len(waits) // 2] * 1e3, 2) if waits else None,
        "handshake_p99_ms": round(waits[int(len(waits) * 0.99)] * 1e3, 2) if waits else None,
    }


def hang_up(conns: list[Conn]) -> None:
    """Close every socket, as well as it goes."""
    for conn in conns:
        # It may be gone already.
        with suppress(OSError):
            conn.sock.send(frame(b"\x03\xe8", 8))
        conn.sock.close()
