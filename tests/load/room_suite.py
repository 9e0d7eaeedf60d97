"""The live room against its peers: rounds in which everybody is measured in turn, and figures of their own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests import servers
from tests.load import room_servers
from tests.load.report import write_report
from tests.load.room_figures import HUB, Round, compared, faults, figure, p99, row
from tests.load.room_servers import Contestant, node_peers, of_hub, prepare_room, tutorial, variant
from tests.served import ServedHub, environment, prepared_data, serve_hub

ROUNDS = int(os.environ.get("ROUNDS", "3"))
CLIENTS = int(os.environ.get("CLIENTS", "1000"))
CROWD = 2 * CLIENTS
NO_WORKER = {"SECUNITY_EMBEDDED_WORKER": "false"}
SHORT = ("--seconds", "4")
OPEN = {
    "10 in flight": ("--senders", "10", *SHORT),
    "100 in flight": ("--senders", "100", *SHORT),
    "20 a second": ("--senders", "20", "--rate", "20", "--seconds", "8"),
    "400 a second": ("--senders", "100", "--rate", "400", *SHORT),
}
# Who never reads is closed after 45 seconds.
SILENT_AFTER_S = 52


BEGAN = time.monotonic()


def say(words: str) -> None:
    """Progress, for the person who waits: seconds since the start."""
    print(f"{time.monotonic() - BEGAN:5.0f} {words}", file=sys.stderr, flush=True)


class Bench:
    """Everybody who is measured, started once, and what came of it."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self.folder = stack, folder
        self.rounds: list[Round] = []
        # Figures of their own, measured once.
        self.own: list[dict[str, Any]] = []
        self.hub = stack.enter_context(serve_hub(folder / "data", env=NO_WORKER))
        self.room = self.of("hub", self.hub)
        self.uncoalesced = self.of("uncoalesced", self.without("uncoalesced"))
        self.not_durable = self.of("not_durable", self.without("not_durable"))
        self.peers = [stack.enter_context(tutorial()), *stack.enter_context(node_peers())]
        self.pair = stack.enter_context(two_processes(folder / "pair"))
        self.together = self.of("two", *self.pair)
        self.apart = [self.of(f"apart{number}", hub, members=CLIENTS // 2) for number, hub in enumerate(self.pair)]

    def of(self, name: str, *hubs: ServedHub, members: int = CLIENTS) -> Contestant:
        """A new room of the hub."""
        return of_hub(
            name, hubs, prepare_room(hubs[0], members), self.folder / f"{name}-{members}-{time.time_ns()}.txt"
        )

    def start_again(self) -> None:
        """The hub, after its end."""
        self.hub.start()
        self.room.pids = [self.hub.pid]

    def without(self, name: str) -> ServedHub:
        """The hub with one part taken away."""
        return self.stack.enter_context(variant(name, self.hub.data_dir, NO_WORKER))

    def round(self) -> None:
        """Everything once, one after the other."""
        done: Round = {}
        self.rounds.append(done)

        def note(measure: str, who: str, result: dict[str, Any]) -> None:
            done[measure, who] = result
            say(f"  {measure}: {json.dumps(row(measure, who, [result]))}")

        for measure, arguments in OPEN.items():
            note(measure, HUB, self.room.measure(*arguments))
            for peer in self.peers:
                if _takes_part(peer.name, measure):
                    note(measure, peer.name, peer.measure(*arguments, clients=CLIENTS))
        note("100 in flight", "not durable", self.not_durable.measure(*OPEN["100 in flight"]))
        note("un-coalesced", HUB, self.uncoalesced.measure(*OPEN["10 in flight"]))
        self.both(note)

    def both(self, note: Any) -> None:
        """Two processes with one room over Redis, and with a room each."""
        note("two processes", HUB, self.together.measure("--senders", "20", *SHORT, pin=False))
        note("two rooms apart", HUB, sum_of(_at_once(self.apart, "--senders", "10", *SHORT)))

    def figures(self) -> list[dict[str, Any]]:
        """What is known so far."""
        every = [result for each in self.rounds for (_, who), result in each.items() if who in (HUB, "not durable")]
        return [*compared(self.rounds), figure("lost, double, out of order", sum(map(faults, every)), "= 0"), *self.own]

    def table(self) -> list[dict[str, Any]]:
        """Medians of the rounds."""
        keys = list(dict.fromkeys(key for each in self.rounds for key in each))
        return [row(*key, [each[key] for each in self.rounds if key in each]) for key in keys]


def _takes_part(peer: str, measure: str) -> bool:
    return measure == "10 in flight" or (measure, peer) in {
        ("100 in flight", "socket.io"),
        ("100 in flight", "ws"),
        ("100 in flight", "uWebSockets.js"),
        ("20 a second", "socket.io"),
    }


def _at_once(rooms: list[Contestant], *arguments: str) -> list[dict[str, Any]]:
    """Each room with a load generator of its own, at the same time."""
    with ThreadPoolExecutor(len(rooms)) as pool:
        return list(pool.map(lambda room: _apart(room, *arguments), rooms))


def _apart(room: Contestant, *arguments: str) -> dict[str, Any]:
    """The load generator in a process of its own."""
    words = [word for url in room.urls for word in ("--url", url)]
    words += [word for pid in room.pids for word in ("--server-pid", str(pid))]
    command = [sys.executable, "-m", "tests.load.chat_load", *words, "--clients", str(room.clients)]
    done = subprocess.run([*command, *room.arguments, *arguments], capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def sum_of(results: list[dict[str, Any]]) -> dict[str, Any]:
    """Two rooms as one line: sums of what was delivered, the worse of the rest."""
    first = json.loads(json.dumps(max(results, key=p99)))
    first["deliveries"]["per_s"] = sum(result["deliveries"]["per_s"] for result in results)
    first["sent"]["per_s"] = sum(result["sent"]["per_s"] for result in results)
    for name in ("lost", "duplicated", "out_of_order"):
        first["integrity"][name] = sum(result["integrity"][name] for result in results)
    return first  # type: ignore[no-any-return]


@contextmanager
def two_processes(folder: Path) -> Iterator[list[ServedHub]]:
    """Two processes of the hub on PostgreSQL and Redis."""
    with postgres_that_syncs() as postgres, servers.redis_server() as redis, ExitStack() as stack:
        env = {**NO_WORKER, "SECUNITY_REDIS_URL": redis.url, "SECUNITY_DATABASE_URL": postgres.create("room")}
        shutil.copytree(prepared_data(), folder)
        hubs = [ServedHub(folder, env, folder / f"{number}.log") for number in range(2)]
        hubs[0].run("prepare")
        for hub in hubs:
            stack.callback(hub.stop)
            hub.start()
        yield hubs


@contextmanager
def postgres_that_syncs() -> Iterator[servers.PostgresServer]:
    """PostgreSQL as it is in earnest: a commit is on the disk."""
    before, servers.POSTGRES_OPTIONS = servers.POSTGRES_OPTIONS, ("-c", "shared_buffers=128MB")
    try:
        with servers.postgres_server() as postgres:
            yield postgres
    finally:
        servers.POSTGRES_OPTIONS = before


# --- figures of their own ---------------------------------------------------------------------------
def memory(bench: Bench) -> list[dict[str, Any]]:
    """A hub that has just started, so that nothing of earlier rooms is used again."""
    bench.hub.stop()
    bench.start_again()
    bench.room.measure("--seconds", "0", clients=20)
    connect = bench.room.measure("--seconds", "0")["connect"]
    return [figure("KiB a connection", connect["kb_per_conn"], "<= 30")]


def dead_readers(bench: Bench) -> list[dict[str, Any]]:
    """One in twenty never reads: they are closed, and the others notice nothing."""
    room = bench.of("dead", bench.hub)
    well = room.measure("--senders", "20", "--rate", "100", "--seconds", "8")
    arguments = ("--senders", "20", "--rate", "100", "--seconds", str(SILENT_AFTER_S), "--slow-every", "20")
    ill = room.measure(*arguments)
    dead = CLIENTS // 20
    say(f"  dead readers: {json.dumps(row('dead readers', HUB, [ill]))}")
    grown = ill["server"]["rss_end_mb"] - ill["connect"]["rss_after_mb"]
    # As much as the same minute costs without dead readers is the log in the ring, not the readers.
    return [
        figure("dead readers: closed", ill["integrity"]["slow_closed"] / dead, ">= 1"),
        figure("dead readers: p99 of the others to p99 without", round(p99(ill) / p99(well), 2), "<= 1.5"),
        figure("dead readers: memory in MB", round(grown, 1), "<= 10"),
        figure("dead readers: lost, double, out of order", faults(ill), "= 0"),
    ]


def everybody_again(bench: Bench) -> list[dict[str, Any]]:
    """Everybody in a room of twice the size loses the server at once and comes back when it is there again."""
    load = prepare_room(bench.hub, CROWD, "normal")
    room = of_hub("crowd", [bench.hub], load, bench.folder / "crowd.txt")
    at_once = ("--seconds", "0", "--retry", "--concurrency", str(CROWD), "--connect-timeout", "60")
    bench.hub.kill()
    bench.start_again()
    room.pids = [bench.hub.pid]
    connect = room.measure(*at_once)["connect"]
    say(f"  everybody again: {connect}")
    return [
        figure(f"{CROWD} people in again, seconds", connect["seconds"], "<= 20"),
        figure(f"{CROWD} people: not in", CROWD - connect["ok"], "= 0"),
    ]


def durable(bench: Bench) -> list[dict[str, Any]]:
    """Group commit against one insert for each message, on both databases."""
    rows = []
    for name, hub in (("SQLite", bench.hub), ("PostgreSQL", bench.pair[0])):
        env = environment(hub.data_dir, hub.env)
        command = [sys.executable, "-m", "tests.load.room_durable", str(ROUNDS)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        result = json.loads(done.stdout.splitlines()[-1])
        say(f"  durable: {result}")
        pairs = sorted(many / one for many, one in zip(result["grouped"], result["single"], strict=True))
        rows.append(figure(f"durable on {name} to one insert each", round(pairs[len(pairs) // 2], 1), ">= 25"))
        rows.append(figure(f"durable on {name}: holes", int(not result["whole"]), "= 0"))
    return rows


def once(bench: Bench) -> None:
    """The figures that need no rounds. A step that fails leaves the others their turn."""
    for step in (durable, dead_readers, memory, everybody_again):
        say(f"{step.__name__.replace('_', ' ')} …")
        try:
            bench.own += step(bench)
        except (OSError, RuntimeError, subprocess.SubprocessError) as failure:
            bench.own.append(figure(f"{step.__name__}: {failure}", None, "= 0"))


def report(bench: Bench) -> None:
    """Table and figures so far, on the screen and in the file: a run that is cut short tells what it knows."""
    path = write_report("room", bench.table())
    figures = bench.figures()
    told = {"ratios": figures, "rounds": len(bench.rounds), "clients": CLIENTS, "peers": room_servers.NPM_PACKAGES}
    path.write_text(json.dumps(json.loads(path.read_text()) | told, indent=1, ensure_ascii=False))
    for line in figures:
        print(f"{line['holds']:<12} {line['figure']}: {line['value']} (wanted {line['wanted']})")
    print(f"{len(bench.rounds)} of {ROUNDS} rounds, written to {path}", flush=True)


def run_suite() -> None:
    """All rounds; what is measured once comes after the first."""
    with tempfile.TemporaryDirectory(prefix="secunity-room-") as folder, ExitStack() as stack:
        say("Starting the hub and its peers …")
        bench = Bench(stack, Path(folder))
        for number in range(ROUNDS):
            say(f"Round {number + 1} of {ROUNDS} …")
            bench.round()
            report(bench)
            if number == 0:
                once(bench)
                report(bench)
