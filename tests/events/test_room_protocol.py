import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.room import protocol
from events.room.frames import FrameRefused
from events.room.limits import BAD_FRAME, TOO_LARGE
from events.room.protocol import Ack, Heartbeat, Hello, Resume, Send, parse_frame

CID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
SEND = {"type": "send", "cid": CID, "kind": "message", "body": "おはようございます"}
HELLO = {"type": "hello", "v": 1, "room": "abc", "epoch": None, "last": None, "tab": "t1"}


def refusal_of(text: str | None) -> FrameRefused:
    with pytest.raises(FrameRefused) as caught:
        parse_frame(text)
    return caught.value


def test_frames_of_clients_are_read():
    assert parse_frame(json.dumps(HELLO)) == Hello("abc", None, None, "t1")
    assert parse_frame(json.dumps(HELLO | {"epoch": "e", "last": 7})) == Hello("abc", "e", 7, "t1")
    assert parse_frame(json.dumps(SEND)) == Send(CID, "message", "おはようございます", None, None)
    assert parse_frame('{"type":"ack","seq":3}') == Ack(3)
    assert parse_frame('{"type":"resume","last":0}') == Resume(0)
    assert parse_frame('{"type":"hb","t":12.5,"ack":null}') == Heartbeat(None)
    assert parse_frame('{"type":"hb","t":1,"ack":9}') == Heartbeat(9)


def test_redaction_needs_no_reason():
    frame = parse_frame(json.dumps({"type": "send", "cid": CID, "kind": "redaction", "target": 4}))
    assert frame == Send(CID, "redaction", "", None, 4)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "no json",
        "[]",
        '"hello"',
        "NaN",
        "[" * 9000,
        "9" * 9000,
        '{"type":"vote"}',
        '{"type":["send"]}',
        '{"seq":1}',
        '{"type":"ack"}',
        '{"type":"ack","seq":true}',
        '{"type":"ack","seq":-1}',
        '{"type":"ack","seq":1.0}',
        '{"type":"ack","seq":1e99}',
        '{"type":"resume","last":null}',
        '{"type":"hb","t":"now","ack":1}',
        json.dumps(HELLO | {"v": 2}),
        json.dumps(HELLO | {"room": None}),
        json.dumps(HELLO | {"tab": "x" * 65}),
        json.dumps({k: v for k, v in SEND.items() if k != "body"}),
        json.dumps(SEND | {"body": 1}),
        json.dumps(SEND | {"body": "\ud800"}),
        json.dumps(SEND | {"cid": "1"}),
        json.dumps(SEND | {"kind": "edit"}),
        json.dumps(SEND | {"kind": "redaction", "target": 0}),
        json.dumps(SEND | {"reply_to": "1"}),
    ],
)
def test_invalid_frame_is_refused_with_words(text: str | None):
    refusal = refusal_of(text)
    assert refusal.code == BAD_FRAME
    assert refusal.reason


def test_frame_size_counts_bytes():
    assert isinstance(parse_frame(json.dumps(SEND | {"body": "あ" * 2000}, ensure_ascii=False)), Send)
    assert refusal_of(json.dumps(SEND | {"body": "あ" * 5500}, ensure_ascii=False)).code == TOO_LARGE
    assert refusal_of("x" * 16_385).code == TOO_LARGE


def test_body_loses_control_characters_and_blank_ends():
    body = parse_frame(json.dumps(SEND | {"body": " \r\na\x00b\r\nc\td\x7f \n"})).body
    assert body == "ab\nc\td"


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["type", "v", "room", "epoch", "last", "tab", "cid", "kind", "body", "target", "seq", "t", "ack"]
)
TYPES = st.sampled_from(["hello", "send", "ack", "resume", "hb", "ev"])


def outcome_of(text: str) -> str:
    """The kind of frame, or the code it was refused with; anything else that is raised fails the test."""
    try:
        return type(parse_frame(text)).__name__
    except FrameRefused as refusal:
        return str(refusal.code)


EXPECTED = {"Hello", "Send", "Ack", "Resume", "Heartbeat", str(BAD_FRAME), str(TOO_LARGE)}


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin1")))
def test_any_text_is_read_or_refused(text: str):
    assert outcome_of(text) in EXPECTED


@given(st.dictionaries(FIELDS, JSON_VALUES), TYPES)
def test_any_fields_are_read_or_refused(fields: dict, kind: str):
    assert outcome_of(json.dumps(fields | {"type": kind})) in EXPECTED


def test_ev_is_valid_json():
    assert json.loads(protocol.ev(4, [b'{"seq":4}', b'{"seq":5}'])) == {
        "type": "ev",
        "from": 4,
        "evs": [{"seq": 4}, {"seq": 5}],
    }
