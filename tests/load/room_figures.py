"""From measurements to ratios: each within one round, then the median of the rounds."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

Round = dict[tuple[str, str], dict[str, Any]]
HUB = "hub"


def deliveries(result: dict[str, Any]) -> float:
    """Deliveries a second."""
    return float(result["deliveries"]["per_s"])


def p99(result: dict[str, Any]) -> float:
    """Milliseconds until the last receiver has it, for 99 of 100 messages."""
    return float(result["last_client_ms"].get("p99", float("inf")))


def cpu(result: dict[str, Any]) -> float:
    """Percent of one core."""
    return float(result["server"]["cpu_pct"])


def faults(result: dict[str, Any]) -> int:
    """Lost, double and out of order together."""
    integrity = result["integrity"]
    return sum(int(integrity.get(name, 0)) for name in ("lost", "duplicated", "out_of_order", "seq_gaps"))


def ratio(
    rounds: Sequence[Round], measure: str, value: Callable[[dict[str, Any]], float], who: str, whom: str
) -> float | None:
    """Median over the rounds of `who` to `whom`; None where one of them was not measured."""
    pairs = [(each.get((measure, who)), each.get((measure, whom))) for each in rounds]
    known = [value(one) / max(value(other), 1e-9) for one, other in pairs if one and other]
    return round(median(known), 3) if known else None


def middle(rounds: Sequence[Round], measure: str, value: Callable[[dict[str, Any]], float], who: str) -> float | None:
    """Median over the rounds."""
    known = [value(each[measure, who]) for each in rounds if (measure, who) in each]
    return round(median(known), 2) if known else None


def figure(name: str, value: float | None, wanted: str) -> dict[str, Any]:
    """One line of the verdict; `wanted` is `>= 4`, `<= 4` or `= 0`."""
    sign, number = wanted.split()
    compare = {
        ">=": lambda v: v >= float(number),
        "<=": lambda v: v <= float(number),
        "=": lambda v: v == float(number),
    }
    holds = "not measured" if value is None else "yes" if compare[sign](value) else "no"
    return {"figure": name, "value": value, "wanted": wanted, "holds": holds}


def compared(rounds: Sequence[Round]) -> list[dict[str, Any]]:
    """The figures that come from rounds."""
    ten, hundred, slow = "10 in flight", "100 in flight", "20 a second"
    peers = (("Channels tutorial", ">= 400"), ("socket.io", ">= 9"), ("ws", ">= 6.5"), ("uWebSockets.js", ">= 0.7"))
    rows = [
        figure(f"{ten}: deliveries to {peer}", ratio(rounds, ten, deliveries, HUB, peer), wanted)
        for peer, wanted in peers
    ]
    rows += [
        figure(f"{hundred}: deliveries to {peer}", ratio(rounds, hundred, deliveries, HUB, peer), wanted)
        for peer, wanted in (("socket.io", ">= 18"), ("uWebSockets.js", ">= 5"))
    ]
    against = [{**each, (ten, "un-coalesced"): each.get(("un-coalesced", HUB))} for each in rounds]
    uncoalesced = ratio([_known(each) for each in against], ten, deliveries, "un-coalesced", "socket.io")
    halves = [{**each, ("two", "apart"): each.get(("two rooms apart", HUB))} for each in rounds]
    halves = [{**each, ("two", "one"): each.get(("two processes", HUB))} for each in halves]
    return [
        *rows,
        figure("un-coalesced: deliveries to socket.io", uncoalesced, ">= 1.4"),
        figure(f"{slow}: p99 to socket.io", ratio(rounds, slow, p99, HUB, "socket.io"), "<= 0.9"),
        figure(f"{slow}: percent of a core", middle(rounds, slow, cpu, HUB), "<= 25"),
        figure("400 a second: p99 in ms", middle(rounds, "400 a second", p99, HUB), "<= 50"),
        figure("durable to not durable", ratio(rounds, hundred, deliveries, HUB, "not durable"), ">= 0.5"),
        figure(
            "two processes over Redis to two rooms apart",
            ratio([_known(each) for each in halves], "two", deliveries, "one", "apart"),
            ">= 0.8",
        ),
    ]


def _known(each: dict[tuple[str, str], Any]) -> Round:
    return {key: value for key, value in each.items() if value is not None}


def row(measure: str, who: str, results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One line of the table: medians of the rounds, sums of the faults."""

    def mid(value: Callable[[dict[str, Any]], float], digits: int = 1) -> float:
        return round(median(value(result) for result in results), digits)

    return {
        "measure": measure,
        "who": who,
        "messages_per_s": mid(lambda result: result["sent"]["per_s"]),
        "deliveries_per_s": int(mid(deliveries, 0)),
        "p50_ms": mid(lambda result: result["last_client_ms"].get("p50", -1.0)),
        "p99_ms": mid(p99),
        "lost": sum(result["integrity"]["lost"] for result in results),
        "double": sum(result["integrity"]["duplicated"] for result in results),
        "out_of_order": sum(result["integrity"]["out_of_order"] for result in results),
        "cpu_pct": mid(cpu),
        "memory_mb": mid(lambda result: result["server"]["rss_mb"]),
    }
