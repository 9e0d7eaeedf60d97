"""Whatever the fields of a frame about the talk are, it is read as documented or refused, and nothing else."""

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.room.frames import FrameRefused
from events.room.kinds.tlp import AGREE, LABELS, LINE_TLP, TLP
from events.room.protocol import Send, parse_frame

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=25) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=30,
)
FIELDS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["message", "edit", "redaction", TLP, AGREE, LINE_TLP])},
    optional=dict.fromkeys(("body", "target", "reply_to", "mentions", "tlp", "label", "html"), ANYTHING),
)


@given(FIELDS)
def test_any_fields_are_read_or_refused(fields):
    raw = json.dumps({"type": "send", "cid": str(uuid.uuid4()), **fields})
    try:
        frame = parse_frame(raw)
    except FrameRefused:
        # Any other exception would be a way to break a socket.
        return
    assert isinstance(frame, Send)
    assert set(frame.payload) <= {"mentions", "tlp", "label"}
    assert all(frame.payload[name] in LABELS for name in ("tlp", "label") if name in frame.payload)
    assert all(type(person) is int for person in frame.payload.get("mentions", ()))


@pytest.mark.parametrize("label", ["red", " RED", "AMBER ", "TLP:RED", "", "AMBER+strict"])
def test_a_label_has_one_spelling(label):
    with pytest.raises(FrameRefused):
        parse_frame(json.dumps({"type": "send", "cid": str(uuid.uuid4()), "kind": TLP, "label": label}))
