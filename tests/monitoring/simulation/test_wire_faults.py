"""Faults of the line: what each does to frames, and that it is counted."""

import pytest

from huanzhi.monitoring.simulation.wire_faults import CHANCES, Line, chances

FRAMES = [b"##%04d" % n + b"x" * 40 + b"ABCD\r\n" for n in range(300)]


def carried(fault, chance=0.5):
    line = Line({fault: chance}, "t")
    return line, [line.carry(raw) for raw in FRAMES]


def test_without_faults_everything_passes_as_it_is():
    line = Line()
    assert [line.carry(raw) for raw in FRAMES] == [[(0.0, raw)] for raw in FRAMES]
    assert (line.lateness(), line.outage(), line.skew(), line.happened) == (0, 0, 0, {})


def test_dropped_frames_do_not_leave():
    line, out = carried("drop")
    assert out.count([]) == line.happened["drop"] > 100


def test_duplicates_leave_twice():
    line, out = carried("duplicate")
    assert (
        sum(len(pieces) == 2 and pieces[0] == pieces[1] for pieces in out) == line.happened["duplicate"] > 100
    )


def test_reordered_frames_go_after_their_next_and_none_is_lost():
    line, out = carried("reorder", 0.3)
    sent = [piece for pieces in out for _pause, piece in pieces]
    held = 1 if line.carry(b"last" * 10)[1:] else 0
    assert sorted(sent) == sorted(FRAMES)[: len(sent)] or len(sent) + held == len(FRAMES)
    swapped = sum(one > other for one, other in zip(sent, sent[1:], strict=False))
    assert line.happened["reorder"] - 1 <= swapped <= line.happened["reorder"] > 30


def test_halves_make_one_frame_in_two_pieces_with_a_pause():
    line, out = carried("halves")
    cut = [pieces for pieces in out if len(pieces) == 2]
    assert len(cut) == line.happened["halves"] > 100
    assert all(first[1] + second[1] == raw for (first, second), raw in zip(cut, _of(out), strict=True))
    assert all(second[0] > 0 for _first, second in cut)


def _of(out):
    return [raw for raw, pieces in zip(FRAMES, out, strict=True) if len(pieces) == 2]


def test_a_corrupt_frame_has_one_other_byte_and_the_same_check():
    line, out = carried("corrupt")
    different = [
        sum(one != other for one, other in zip(raw, pieces[0][1], strict=True))
        for raw, pieces in zip(FRAMES, out, strict=True)
    ]
    assert set(different) == {0, 1}
    assert sum(different) == line.happened["corrupt"] > 100
    assert all(pieces[0][1][-6:] == raw[-6:] for raw, pieces in zip(FRAMES, out, strict=True))


def test_late_outage_and_skew_are_drawn_and_the_same_seed_draws_the_same():
    every = dict.fromkeys(CHANCES, 1.0)
    one, other = (Line(every, 7) for _ in range(2))
    assert one.lateness() == other.lateness() >= 60
    assert one.outage() >= 120
    assert abs(one.skew()) >= 30
    assert one.happened == {"late": 1, "outage": 1, "skew": 1}


@pytest.mark.parametrize(
    ("word", "said"), [("fire", "no fault 'fire'"), ("drop=x", "'x' is no chance"), ("drop=2", "from 0 to 1")]
)
def test_what_is_no_fault_is_named(word, said):
    with pytest.raises(ValueError, match=said):
        chances([word])
