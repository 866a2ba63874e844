"""Rules are chosen by the day; spans of time can be cut and joined without losing any."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.monitoring.episodes import rules
from huanzhi.monitoring.episodes.spans import joined, seconds, within, without

START = datetime(2026, 1, 1, tzinfo=UTC)
SPANS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
        lambda pair: tuple(START + timedelta(minutes=place) for place in sorted(pair))
    ),
    max_size=6,
)


@given(SPANS, SPANS)
def test_what_lies_within_and_what_does_not_are_the_whole(spans, others):
    inside, outside = within(spans, others), without(spans, others)
    assert joined([*inside, *outside]) == joined(spans)
    assert within(inside, outside) == []
    assert seconds(inside) + seconds(outside) == seconds(spans)


def test_every_kind_has_a_rule_now_and_none_before_the_first():
    for kind in rules.NUMBERS:
        assert rules.rule_on(kind, date(2026, 11, 24)).kind == kind
        with pytest.raises(LookupError, match=f"no rule of {kind} on 2000-01-01"):
            rules.rule_on(kind, date(2000, 1, 1))


def test_a_new_edition_holds_from_its_day():
    old = {"kind": "offline", "edition": "a", "effective": date(2026, 1, 1), "silences": 5, "minutes": 5}
    held = rules.read({"rule": [old | {"edition": "b", "effective": date(2026, 6, 1)}, old]})
    assert [rules.pick(held, date(2026, month, 1)).edition for month in (5, 6)] == ["a", "b"]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"kind": "noise"}, "kind is one of"),
        ({"effective": "soon"}, "effective is a date, not 'soon'"),
        ({"silences": 2.5}, "silences is a whole number above nothing, not 2.5"),
        ({"hours": 3}, "hours is not known"),
        ({"rests_for": ["holiday"]}, "rests_for knows no holiday"),
    ],
)
def test_a_mistake_names_the_rule_and_the_field(over, said):
    row = {"kind": "offline", "edition": "a", "effective": date(2026, 1, 1), "silences": 5, "minutes": 5}
    with pytest.raises(ValueError, match=said):
        rules.read({"rule": [row | over]})
