"""The algebra of standings keeps its laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanzhi.monitoring.models import Review, Standing
from huanzhi.monitoring.quality.standing import (
    ORDER,
    PASSING,
    RANK,
    WORDS,
    combine,
    of_flag,
    of_mean,
    passes,
    reviewed,
)  # fmt: skip
from huanzhi.monitoring.vocabulary import flags
from huanzhi.standards.source_monitoring import uses

standings = st.sampled_from(ORDER)
words = st.one_of(st.none(), st.sampled_from(WORDS))
there = st.booleans()


def test_they_are_those_of_the_tables():
    assert set(ORDER) == set(Standing.values)
    assert set(WORDS) == {value for value, _ in Review._meta.get_field("standing").choices}


@given(standings, standings, standings)
def test_combine_is_a_join(a, b, c):
    assert combine(a, b) == combine(b, a)
    assert combine(a, combine(b, c)) == combine(combine(a, b), c) == combine(a, b, c)
    assert combine(a, a) == a
    assert combine(a, "valid") == combine(a) == a
    assert combine(a, "stopped") == "stopped"


@given(st.lists(standings), standings)
def test_one_more_check_never_makes_it_better(said, more):
    assert RANK[combine(*said, more)] >= RANK[combine(*said)]
    assert passes(combine(*said)) or not passes(combine(*said, more))


@given(standings, words, words, there)
def test_the_last_word_stands(s, a, b, t):
    assert reviewed(s, None, t) == s
    if b is not None:
        assert reviewed(reviewed(s, a, t), b, t) == reviewed(s, b, t)
    if b is not None and t:
        assert reviewed(s, b, t) == b


@given(st.lists(standings), words)
def test_nothing_comes_of_nothing(said, word):
    without_value = combine("missing", *said)
    assert not passes(reviewed(without_value, word, False))


@given(st.lists(standings))
def test_a_mean_passes_when_anything_does(said):
    came = of_mean(said)
    assert (came in PASSING) == any(map(passes, said))
    assert (came == "suspect") == ("suspect" in said)


def test_a_word_nobody_may_say():
    with pytest.raises(ValueError, match="'stopped'"):
        reviewed("valid", "stopped", True)


def test_flags_agree_with_what_judging_makes_of_them():
    for code, use in uses().items():
        assert passes(of_flag(code, "a21026")) == (use == "counts")
        assert (of_flag(code, "a21026") == "stopped") == (use == "stopped")
    for code, flag in flags().items():
        assert passes(of_flag(code, "pm2_5")) == flag.counts
    assert of_flag("T", "a21026-ZsAvg") == "suspect"
    assert of_flag("P", "a21026") == of_flag("", "a21026") == "invalid"
