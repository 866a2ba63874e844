"""Frames of public test suites and the examples of the standard's annex C: each decoded, or refused for its reason."""

import json
from collections import Counter

import pytest

from huanzhi.wire.hj212 import (
    Frame,
    Message,
    Unreadable,
    answer,
    encode,
    executed,
    frames,
    parse,
    readings,
    request,
    requests,
    returned,
    segment,
)
from huanzhi.wire.hj212.clock import moment


def rows(shared, name):
    with (shared / "data" / "hj212" / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def outcome(raw):
    found = frames.decode(raw.encode())
    if not isinstance(found, Frame):
        return found.reason.split("'")[0].split(",")[0].split(" says")[0]
    try:
        parse(found.segment, seen=found.leniencies)
    except Unreadable as error:
        return str(error).split(":")[0]
    return "decoded"


def test_every_complete_frame_of_the_suites_is_explained(shared):
    whole = [row for row in rows(shared, "hj212_frames.jsonl") if row["is_full_frame"]]
    found = Counter(outcome(row["frame"]) for row in whole)
    right = [row for row in whole if row["crc_valid"] is True]
    assert all(outcome(row["frame"]) == "decoded" for row in right)
    assert found == Counter(EXPLAINED)
    assert len(whole) == sum(EXPLAINED.values())


# 6 carry a wrong check: two on purpose (4981, and a segment of 1025 bytes), four by mistake of their suites.
EXPLAINED = {"decoded": 9, "the check": 6}


def test_the_suites_own_readings_agree(shared):
    seen = 0
    for row in rows(shared, "hj212_frames.jsonl"):
        wanted = row.get("suite_expected")
        if not wanted or not row["is_full_frame"] or not row["crc_valid"]:
            continue
        frame = frames.decode(row["frame"].encode())
        message = parse(frame.segment, seen=frame.leniencies)
        assert (message.st, message.cn, message.pw, message.mn) == tuple(
            wanted[n] for n in ("ST", "CN", "PW", "MN")
        )
        seen += 1
    assert seen


def test_data_segments_of_the_suites(shared):
    """Most are requests of 2025; some divide items by a comma, which is named."""
    segments = [
        r["frame"]
        for r in rows(shared, "hj212_frames.jsonl")
        if not r["is_full_frame"] and "CP=" in r["frame"]
    ]
    found = [parse(text.encode()) for text in segments if "MN=;" not in text]
    assert len(found) >= 40
    assert Counter(one.edition for one in found)[2025] >= 30


def test_annex_c_is_read_strictly_but_for_its_own_slips(shared):
    examples = rows(shared, "hj212_2017_appendix_c_segments.jsonl")
    bent = Counter()
    for row in examples:
        raw = row["segment"].encode()
        message = parse(raw)
        bent.update(message.leniencies)
        assert frames.decode(encode(raw)).segment == raw
        if "computed_frame" in row:
            assert encode(raw).decode() == row["computed_frame"]
    assert len(examples) == 60
    assert set(bent) <= {"comma-for-semicolon", "repeated", "separator"}


@pytest.mark.parametrize("strict", [True, False])
def test_the_frame_of_annex_a(strict):
    raw = "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&"
    assert encode(raw.encode()).endswith(b"1C80\r\n")
    assert parse(raw.encode(), frozenset() if strict else frozenset({"time"})).parameters == {
        "RtdInterval": "30"
    }


MADE = {
    "9011": lambda asked, said: returned(asked, said["QnRtn"]),
    "9012": lambda asked, said: executed(asked, said["ExeRtn"]),
    "9013": lambda asked, said: answer(asked),
    "9014": lambda asked, said: answer(asked),
}


def test_every_request_and_answer_of_annex_c_is_what_we_would_send(shared):
    """The rest are what devices upload: data that have readings, or information that has none."""
    kinds = Counter()
    for row in rows(shared, "hj212_2017_appendix_c_segments.jsonl"):
        message = parse(row["segment"].encode())
        pairs = [pair for item in message.items for pair in item]
        written = row["segment"].replace(",EndTime", ";EndTime").encode()
        if message.cn in MADE:
            asked = "2012" if message.cn == "9013" else "2061"
            made = MADE[message.cn](
                Message("32", asked, message.mn, message.qn, message.pw, 5), message.parameters
            )
            assert segment(made) == written
            kinds["answer"] += 1
        elif uploaded(message):
            found, unfit = readings(message)
            assert unfit == []
            kinds["readings" if found else "information"] += 1
            if "comma-for-semicolon" not in message.leniencies:
                assert segment(message) == written
        else:
            made = request(message.cn, message.mn, message.pw, moment(message.qn), message.st, dict(pairs))
            assert segment(made) == written
            kinds["request"] += 1
    assert kinds == {"request": 29, "answer": 10, "readings": 4, "information": 17}


def uploaded(message):
    """Up: what no request is, or what says more than a request of that command may."""
    known = requests().get(message.cn)
    if known is None:
        return True
    takes = {*known.required, *known.optional}
    names = {name for item in message.items for name, _ in item}
    return bool(names - takes) and not known.info


def test_every_value_of_the_suites_is_a_reading(shared):
    seen = sent = 0
    for row in rows(shared, "hj212_frames.jsonl"):
        if "CP=" not in row["frame"]:
            continue
        frame = frames.decode(row["frame"].encode()) if row["is_full_frame"] else None
        if frame is not None and not isinstance(frame, Frame):
            continue
        message = parse(frame.segment if frame else row["frame"].encode())
        found, unfit = readings(message)
        assert unfit == []
        seen += len(found)
        sent += sum(part != "Flag" for parts in message.factors.values() for part in parts if found)
    assert seen == sent == 58
