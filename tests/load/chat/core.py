"""The C loop, compiled when it is first needed, and the struct that both sides share."""

import ctypes as ct
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("core.c")
BUCKETS = 2048
_TIMES = ("warmup_ns", "measure_ns", "drain_ns", "lost_after_ns")
_TEXTS = ("head", "tail", "seq_key", "auto_in", "auto_out", "event_key", "ack")
_NUMBERS = ("ack_events", "poll_us", "slow_every", "probe_cap", "cid_rand")
_COUNTS = (
    *("t_begin", "t_measure", "t_end", "t_stop", "sent_total", "sent_measured", "sent_bytes"),
    *("deliveries_total", "deliveries_window", "frames_window", "bytes_window", "duplicates"),
    *("out_of_order", "seq_backwards", "seq_seen", "unknown_marks", "deliveries_of_measured"),
    *("closed", "rsv_frames", "pings", "timeouts", "complete", "recv_calls", "epoll_calls"),
    *("send_blocked", "cpu_ns_window", "probe_len"),
)


class Core(ct.Structure):
    """`cl_t` of core.c."""

    _fields_ = (
        *(("nclients", ct.c_int32), ("nsenders", ct.c_int32)),
        *(("fds", ct.POINTER(ct.c_int32)), ("sender_idx", ct.POINTER(ct.c_int32))),
        *(("left", ct.POINTER(ct.c_char_p)), ("left_len", ct.POINTER(ct.c_int32))),
        ("ack_ms", ct.POINTER(ct.c_int32)),
        *(("rate", ct.c_double), ("window", ct.c_int32), ("ack_all", ct.c_int32)),
        *((name, ct.c_int64) for name in _TIMES),
        *(field for name in _TEXTS for field in ((name, ct.c_char_p), (f"{name}_len", ct.c_int32))),
        *((name, ct.c_int32) for name in _NUMBERS),
        *(("cid_ms", ct.c_int64), ("probe_buf", ct.c_void_p)),
        *((name, ct.c_int64) for name in _COUNTS),
        *((name, ct.c_int64 * BUCKETS) for name in ("lat", "fan", "own", "lag")),
        *((name, ct.c_int64) for name in ("lat_sum", "lat_max", "fan_max", "lag_max")),
        ("per_sec", ct.c_int64 * 600),
        *((name, ct.c_int64) for name in ("lost", "expected", "readers", "seq_gaps", "acks", "slow_closed")),
    )

    def set_text(self, name: str, text: str) -> None:
        """A text and its length in bytes."""
        setattr(self, name, text.encode())
        setattr(self, f"{name}_len", len(text.encode()))


def load_core() -> Any:
    """The compiled loop; needs a C compiler (`cc`) the first time."""
    tag = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    cache = Path(os.environ.get("CHAT_LOAD_CACHE", tempfile.gettempdir())) / f"chat_load_{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    compiled = cache / f"core_{tag}.so"
    if not compiled.exists():
        draft = compiled.with_suffix(f".{os.getpid()}.tmp")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", str(SOURCE), "-o", str(draft)], check=True)
        draft.rename(compiled)
    library = ct.CDLL(str(compiled))
    library.cl_edge.restype = ct.c_int64
    if library.cl_sizeof() != ct.sizeof(Core) or library.cl_buckets() != BUCKETS:
        raise SystemExit("core.c and core.py disagree on the struct layout")
    return library
