r"""chat_load: load generator for live chat over WebSocket (standard library and one C file).

Connects N clients to one room, lets K of them send, and counts every delivery at every client.

  python -m tests.load.chat_load --url ws://127.0.0.1:8000/ws/chat/main/ \
      --clients 1000 --senders 10 --rate 20 --seconds 5 --server-pid 1234

Modes
  --rate R     open loop: R messages/s over all senders at fixed instants; the latency of a message counts from its due
               instant (no coordinated omission).
  --rate 0     closed loop: every sender keeps --window messages in flight; a slot frees when all clients have the
               message (--ack all) or when the sender sees its own message (--ack own).
  --seconds 0  connect only: connect rate and server memory per connection.

How messages are recognised
  --send       what a client sends; %TEXT% is replaced by the chat text, which starts with a 37-character marker
               [A-Za-z0-9] carrying sender, message id and CLOCK_MONOTONIC ns. Receivers find the marker in the raw
               frame, so any JSON shape (also several messages in one frame) works without parsing.
  --text-path / --seq-path   dotted JSON path of the text and of the server's sequence number; --list-path is the path
               of the list when a frame holds several ('.' = the frame itself). The last part of --seq-path is checked
               at every client (numbers must rise), the full paths on the frames kept from the first client.
  --contiguous   also count the numbers that are not the previous one + 1, from a client's second on.
  --event-key KEY   only frames that contain "KEY" (with the quotes) carry messages and numbers.
  --on-open SEND=>WAIT   repeatable handshake step: send SEND, wait for a frame with WAIT (either may be empty).
  --auto-reply IN=OUT    answer text frame IN with OUT (engine.io: 2=3).
  --strip-prefix P       text to cut before the frames are parsed (socket.io: 42).

A room with accounts, message ids and acknowledgements
  %CID% in --send        an id of its own for every message, in UUIDv7 form.
  --ack-frame TEMPLATE   what a client sends to acknowledge, %SEQ% being the highest number: after --ack-events N
               events, or --ack-ms MS after the first that is not acknowledged. sent.acks counts them.
  --ack-ms-path PATH     dotted path of a client's own MS in the frame that --on-open waits for.
  --client-headers FILE  one request header per line; client i sends line i mod the number of lines.
  --retry      a client that is sent away (`bye`) or fails comes again, when it was told to or with jitter.
  --slow-every N         every N-th client never reads; integrity.slow_closed says how many of them the server closed.

Prints one JSON object (or --out FILE), a summary line on standard error. %I% is the client's number.
Only 127.0.0.1 / localhost unless --allow-remote is given.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.load.chat.results import summary
from tests.load.chat.run import run

TEXT = "so the working group agrees to adopt the draft, any objections? #meeting"


def parser() -> argparse.ArgumentParser:
    """Every option."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = options.add_argument
    add("--url", required=True, action="append", help="repeat it to spread the clients over several processes")
    add("--clients", type=int, default=200)
    add("--senders", type=int, default=10)
    add("--rate", type=float, default=0, help="messages/s over all senders; 0 = closed loop")
    add("--window", type=int, default=1, help="closed loop: messages in flight per sender")
    add("--ack", choices=("all", "own"), default="all")
    for name, default in (("seconds", 5.0), ("warmup", 1.0), ("drain", 5.0), ("lost-after", 3.0), ("settle", 0.5)):
        add(f"--{name}", type=float, default=default)
    add("--send", default='{"text":"%TEXT%"}', help="%%CID%% becomes an id of its own for every message")
    add("--text", default=TEXT)
    add("--text-len", type=int, default=None, help="cut --text to this length")
    add("--text-path", default="text")
    add("--seq-path", default="seq")
    add("--list-path", default="")
    add("--event-key", default="", metavar="KEY")
    add("--contiguous", action="store_true")
    add("--ack-frame", default="", metavar="TEMPLATE")
    add("--ack-events", type=int, default=16, metavar="N")
    add("--ack-ms", type=int, default=2000, metavar="MS")
    add("--ack-ms-path", default="", metavar="PATH")
    add("--on-open", action="append", default=[], metavar="SEND=>WAIT")
    add("--auto-reply", default="", metavar="IN=OUT")
    add("--strip-prefix", default="")
    add("--header", action="append", default=[], help="extra request header line")
    add("--origin", default="", help="the Origin header; by default that of the URL")
    add("--client-headers", default="", metavar="FILE", help="one header line per client")
    add("--concurrency", type=int, default=40, help="handshakes in flight (keep below the listen backlog)")
    add("--connect-timeout", type=float, default=60)
    add("--retry", action="store_true")
    waits = "look every N microseconds (the server pays no wake-up per delivery), 0 = spin, -1 = sleep in epoll"
    add("--poll-us", type=int, default=100, help=waits)
    add("--slow-every", type=int, default=0, help="every N-th client never reads and has a 4 KiB receive buffer")
    add("--server-pid", type=int, action="append", default=[], help="repeatable; children are included")
    add("--probe-bytes", type=int, default=1 << 20)
    add("--allow-remote", action="store_true")
    add("--label", default="")
    add("--out", default="")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure once."""
    options = parser().parse_args(arguments)
    result = run(options)
    print(summary(result), file=sys.stderr)
    if options.out:
        Path(options.out).write_text(json.dumps(result))
    else:
        print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
