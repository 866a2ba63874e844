"""The published vectors are what this reader says, in one piece or byte by byte, strictly and leniently."""

import json

import pytest

from huanzhi.wire.hj212 import Frame, Splitter, Unreadable, parse, readings


@pytest.fixture(scope="module")
def vectors(repository):
    path = repository / "docs" / "reference" / "hj212-vectors" / "vectors.json"
    return json.loads(path.read_text("utf-8"))


def test_there_are_good_bent_and_bad_ones(vectors):
    said = [one for vector in vectors for one in vector["found"]]
    assert sum(one["ok"] and one["strict"] for one in said) >= 15
    assert sum(one["ok"] and not one["strict"] for one in said) >= 9
    assert sum(not one["ok"] for one in said) >= 9
    assert len({vector["name"] for vector in vectors}) == len(vectors)


def test_byte_by_byte_they_say_the_same(vectors):
    for vector in vectors:
        raw = bytes.fromhex(vector["hex"])
        splitter, found = Splitter(), []
        for byte in raw:
            found += splitter.feed(bytes([byte]))
        found += splitter.close()
        frames = [one for one in found if isinstance(one, Frame)]
        assert b"".join(one.raw for one in found) == raw, vector["name"]
        good = [one for one in vector["found"] if one["ok"]]
        for frame, wanted in zip(frames, good, strict=False):
            message = parse(frame.segment, seen=frame.leniencies)
            assert (message.edition, list(message.leniencies)) == (wanted["edition"], wanted["leniencies"])
            measured, unfit = readings(message)
            values = [None if one.value is None else str(one.value) for one in measured]
            assert [row[3] for row in wanted["readings"]] == values
            assert [(row[0], row[2]) for row in wanted["readings"]] == [
                (one.series, one.time.isoformat()) for one in measured
            ]
            assert [row[2] for row in wanted["no_readings"]] == [one.reason for one in unfit]
            if wanted["strict"]:
                assert parse(frame.segment, frozenset(), frame.leniencies) == message
            else:
                with pytest.raises(Unreadable):
                    parse(frame.segment, frozenset(), frame.leniencies)
