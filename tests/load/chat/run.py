"""One measurement: connect everybody, let the C loop send and count, read what the server used meanwhile."""

import ctypes as ct
import resource
import secrets
import threading
import time
from argparse import Namespace
from typing import Any

from tests.load.chat.connecting import Conn, connect_all, hang_up
from tests.load.chat.core import Core, load_core
from tests.load.chat.machine import cores, usage
from tests.load.chat.results import check_probe, quantiles

LONGEST = 16_368
MARK = 37
CID_GROWS, SEQ_GROWS = 31, 14

Sample = tuple[float, dict[str, float], dict[str, tuple[float, float, float]]]


def run(options: Namespace) -> dict[str, Any]:
    """The whole measurement, as JSON can carry it."""
    if options.ack_frame and not options.seq_path:
        raise SystemExit("--ack-frame needs --seq-path")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, options.clients + 200)), hard))
    library = load_core()
    before = usage(options.server_pid)
    conns, connect = connect_all(options)
    time.sleep(options.settle)
    after = usage(options.server_pid)
    told = {name: getattr(options, name) for name in ("label", "url", "clients", "senders", "rate", "window", "ack")}
    result: dict[str, Any] = {**told, "seconds": options.seconds, "connect": connect}
    if options.server_pid:
        connect |= _per_connection(before, after, max(1, len(conns)))
    if options.seconds and conns:
        conns.sort(key=lambda conn: conn.i)
        result |= _measure(library, options, conns)
    hang_up(conns)
    return result


def _per_connection(before: dict[str, float], after: dict[str, float], count: int) -> dict[str, float]:
    return {
        "rss_before_mb": round(before["Rss"], 1),
        "rss_after_mb": round(after["Rss"], 1),
        "kb_per_conn": round((after["Rss"] - before["Rss"]) * 1024 / count, 2),
        "private_kb_per_conn": round((after["Private"] - before["Private"]) * 1024 / count, 2),
        "server_cpu_ms_per_conn": round((after["cpu"] - before["cpu"]) * 1e3 / count, 3),
    }


def _measure(library: Any, options: Namespace, conns: list[Conn]) -> dict[str, Any]:
    probe = ct.create_string_buffer(options.probe_bytes)
    core = _core(options, conns)
    core.probe_cap, core.probe_buf = options.probe_bytes, ct.cast(probe, ct.c_void_p)
    samples: list[Sample] = []
    begin = time.monotonic()

    def take_samples() -> None:
        for moment in (options.warmup, options.warmup + options.seconds):
            time.sleep(max(0, begin + moment - time.monotonic()))
            samples.append((time.monotonic(), usage(options.server_pid), cores()))

    thread = threading.Thread(target=take_samples, daemon=True)
    thread.start()
    library.cl_run(ct.byref(core))
    thread.join(5)
    result = _counted(library, options, core)
    result["probe"] = check_probe(options, probe.raw[: core.probe_len])
    if len(samples) == 2:
        result |= _used(options, core, samples[0], samples[1])
    return result


def _core(options: Namespace, conns: list[Conn]) -> Core:
    """The loop's input."""
    every, count = options.slow_every, len(conns)
    fast = [i for i in range(count) if not (every and i % every == every - 1)]
    sending = min(options.senders, len(fast))
    senders = [fast[j * len(fast) // sending] for j in range(sending)]
    head, _, tail = options.send.partition("%TEXT%")
    text = options.text if options.text_len is None else options.text[: max(0, options.text_len)]
    tail = (" " + text if text else "") + tail
    cids = (head + tail).count("%CID%")
    longest = len((head + tail).encode()) + CID_GROWS * cids + MARK
    acks = len(options.ack_frame.encode()) + SEQ_GROWS * options.ack_frame.count("%SEQ%")
    if max(longest, acks) > LONGEST:
        raise SystemExit(f"--send with its text, or --ack-frame, is too long: at most {LONGEST:,} bytes")
    core = Core(nclients=count, nsenders=sending, rate=options.rate, window=options.window)
    core.ack_all, core.poll_us, core.slow_every = options.ack == "all", options.poll_us, every
    for name, seconds in (("warmup", options.warmup), ("measure", options.seconds), ("drain", options.drain)):
        setattr(core, f"{name}_ns", int(seconds * 1e9))
    core.lost_after_ns = int(options.lost_after * 1e9)
    core.ack_events = options.ack_events
    core.ack_ms = (ct.c_int32 * count)(*[conn.ack_ms for conn in conns])
    core.cid_ms, core.cid_rand = int(time.time() * 1e3) if cids else 0, secrets.randbits(26)
    heard, _, said = options.auto_reply.partition("=")
    seq_key = f'"{options.seq_path.split(".")[-1]}":' if options.seq_path else ""
    event_key = f'"{options.event_key}"' if options.event_key else ""
    texts = {"head": head, "tail": tail, "seq_key": seq_key, "auto_in": heard, "auto_out": said}
    for name, value in {**texts, "event_key": event_key, "ack": options.ack_frame}.items():
        core.set_text(name, value)
    core.fds = (ct.c_int32 * count)(*[conn.sock.fileno() for conn in conns])
    core.sender_idx = (ct.c_int32 * sending)(*senders)
    core.left = (ct.c_char_p * count)(*[conn.buf for conn in conns])
    core.left_len = (ct.c_int32 * count)(*[len(conn.buf) for conn in conns])
    return core


def _counted(library: Any, options: Namespace, core: Any) -> dict[str, Any]:
    seconds = options.seconds
    latency = quantiles(library, core.lat, core.lat_max)
    latency["mean"] = round(core.lat_sum / max(1, core.deliveries_of_measured) / 1e6, 3)
    integrity = {name: getattr(core, name) for name in ("out_of_order", "seq_backwards", "seq_seen", "closed")}
    integrity |= {"expected": core.expected, "received": core.expected - core.lost, "lost": core.lost}
    integrity |= {"duplicated": core.duplicates, "compressed_frames": core.rsv_frames}
    integrity |= {"unknown_marks": core.unknown_marks, "slot_timeouts": core.timeouts}
    integrity |= {"seq_gaps": core.seq_gaps} if options.contiguous else {}
    integrity |= {"slow_closed": core.slow_closed} if options.slow_every else {}
    return {
        "sent": {
            "messages": core.sent_total,
            "in_window": core.sent_measured,
            "per_s": round(core.sent_measured / seconds, 1),
            "bytes_each": round(core.sent_bytes / max(1, core.sent_total)),
            "blocked": core.send_blocked,
            **({"acks": core.acks} if options.ack_frame else {}),
        },
        "deliveries": {
            "per_s": round(core.deliveries_window / seconds),
            "in_window": core.deliveries_window,
            "frames_per_s": round(core.frames_window / seconds),
            "mbytes_per_s": round(core.bytes_window / seconds / 1e6, 2),
            "per_second": list(core.per_sec[: int(seconds)]),
        },
        "latency_ms": latency,
        "last_client_ms": quantiles(library, core.fan, core.fan_max),
        "own_echo_ms": quantiles(library, core.own),
        "integrity": integrity,
        "generator": {
            "cpu_pct": round(core.cpu_ns_window / seconds / 1e7, 1),
            "epoll_calls": core.epoll_calls,
            "recv_calls": core.recv_calls,
            "send_lag_ms": quantiles(library, core.lag, core.lag_max),
        },
    }


def _used(options: Namespace, core: Any, first: Sample, last: Sample) -> dict[str, Any]:
    """What server and machine used within the window; `foreign` is what neither server nor generator did."""
    took = last[0] - first[0]
    server = last[1]["cpu"] - first[1]["cpu"]
    busy, steal, soft = (last[2]["cpu"][i] - first[2]["cpu"][i] for i in range(3))
    used: dict[str, Any] = {
        "machine": {
            "busy_cpu_s": round(busy, 2),
            "steal_s": round(steal, 2),
            "foreign_cpu_s": round(busy - server - core.cpu_ns_window / 1e9 - soft, 2),
        }
    }
    if options.server_pid:
        used["server"] = {
            "cpu_s": round(server, 2),
            "cpu_pct": round(server / took * 100, 1),
            "cpu_us_per_delivery": round(server / max(1, core.deliveries_window) * 1e6, 2),
            "rss_mb": round(last[1]["Rss"], 1),
            "rss_end_mb": round(usage(options.server_pid)["Rss"], 1),
        }
    return used
