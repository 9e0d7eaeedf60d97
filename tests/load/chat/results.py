"""From counters and histograms to what a person reads."""

import json
from argparse import Namespace
from typing import Any


def quantiles(library: Any, histogram: Any, largest: int | None = None) -> dict[str, float]:
    """p50, p95, p99 and p99.9 of a histogram, in milliseconds."""
    total = sum(histogram)
    if not total:
        return {"n": 0}
    found: dict[str, float] = {"n": total}
    seen, wanted = 0, [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999)]
    for bucket, count in enumerate(histogram):
        seen += count
        while wanted and seen >= wanted[0][1] * total:
            found[wanted.pop(0)[0]] = round(library.cl_edge(bucket) / 1e6, 3)
    if largest is not None:
        found["max"] = round(largest / 1e6, 3)
    return found


def dig(value: Any, path: str) -> Any:
    """The part of a JSON value at a dotted path."""
    for key in path.split("."):
        if key:
            value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def check_probe(options: Namespace, raw: bytes) -> dict[str, Any]:
    """Parses the frames of the first client: full paths, and a sequence without gaps."""
    found: dict[str, Any] = {"frames": 0, "messages": 0, "bad": 0, "seq_gaps": 0}
    last = None
    for line in raw.split(b"\n"):
        if b"xqL" not in line or (options.event_key and f'"{options.event_key}"'.encode() not in line):
            continue
        found["frames"] += 1
        try:
            for message in _messages(options, line):
                found["messages"] += 1
                found["bad"] += "xqL" not in dig(message, options.text_path)
                if options.seq_path:
                    seq = int(dig(message, options.seq_path))
                    found["seq_gaps"] += last is not None and seq != last + 1
                    last = seq
        except (ValueError, KeyError, IndexError, TypeError) as error:
            found["bad"] += 1
            found.setdefault("first_bad", f"{error!r} in {line[:120]!r}")
    return found


def _messages(options: Namespace, line: bytes) -> list[Any]:
    value = json.loads(line.decode().removeprefix(options.strip_prefix))
    items = dig(value, "" if options.list_path == "." else options.list_path) if options.list_path else [value]
    return [items] if isinstance(items, dict) else list(items)


def summary(result: dict[str, Any]) -> str:
    """One line."""
    connect = result["connect"]
    words = [f"{result['label'] or result['url']}: connect {connect['per_s']}/s err {connect['errors']}"]
    if "deliveries" in result:
        latency, integrity, generator = result["latency_ms"], result["integrity"], result["generator"]
        faults = ("lost", "duplicated", "out_of_order", "seq_backwards", "seq_gaps", "closed", "slow_closed")
        words += [
            f"{result['sent']['per_s']} msg/s {result['deliveries']['per_s']} deliv/s",
            " ".join(f"{name} {latency.get(name)}" for name in ("p50", "p95", "p99", "max")) + " ms",
            " ".join(f"{name} {integrity[name]}" for name in faults if name in integrity),
            f"gen {generator['cpu_pct']}% lag99 {generator['send_lag_ms'].get('p99')}",
            f"probe {result['probe']['messages']}/{result['probe']['bad']} bad",
        ]
    if "server" in result:
        server = result["server"]
        words.append(f"srv {server['cpu_pct']}% {server['cpu_us_per_delivery']}us/d rss {server['rss_mb']}MB")
    if "machine" in result:
        machine = result["machine"]
        words.append(f"foreign {machine['foreign_cpu_s']}s steal {machine['steal_s']}s")
    elif "kb_per_conn" in connect:
        words.append(f"{connect['kb_per_conn']} KiB/conn")
    return " | ".join(words)
