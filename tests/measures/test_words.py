"""What a figure says about itself, in both languages."""

from datetime import date

import pytest
from django.utils.translation import override

from huanzhi.measures.models import Figure
from huanzhi.measures.words import REASONS, SPENT, sentence


def figure(kind="mean", status="at_risk", value=29_000, target=30_000, **ahead):
    outlook = {"reason": "x", "days_left": 38, "needed_e3": 40_288, "expected_e3": 30_400}
    outlook |= {"low_e3": 30_300, "high_e3": 30_600, **ahead}
    unit = {"mean": "µg/m³", "share": "%", "count": "d"}[kind]
    return Figure(
        kind=kind, status=status, value_e3=value, target_e3=target, decimals=0, unit=unit, outlook=outlook,
        as_of=date(2026, 11, 23), days_valid=325, days_elapsed=327,
    )  # fmt: skip


CASES = [
    (figure(), "30.3–30.6", "40.3 µg/m³"),
    (figure("share", value=89_500, target=90_000, needed_e3=93_947), "93.9%", "剩余38天"),
    (figure("share", value=50_000, target=90_000, needed_e3=120_000), "达不到", "38"),
    (figure("count", value=6000, target=5000, reason=SPENT, needed_e3=-1000), "已有6天", "5天"),
    (figure("count", value=3000, target=5000, needed_e3=2000), "还可发生2天", "38"),
    (figure(needed_e3=-5), "无法追平", "38"),
    (figure(days_left=0, status="off_track"), "没有达到目标30", "29"),
    (figure(days_left=0, status="on_track"), "达到目标30", "29"),
    (figure(days_left=0, status="at_risk"), "尚未到期", "29"),
    (figure(days_left=0, status="cannot_compute"), "不足以统计", "325"),
    (figure(target=None), "没有可对照的数值", ""),
    (figure(value=None), "还没有有效天", ""),
    (figure(expected_e3=None, low_e3=None, high_e3=None), "没有往年同期", "40.3"),
]


@pytest.mark.parametrize(("one", "first", "second"), CASES)
def test_the_sentence(one, first, second):
    with override("zh-hans"):
        said = sentence(one)
    assert first in said
    assert second in said
    with override("en"):
        assert sentence(one)
        assert not any("\u4e00" <= char <= "\u9fff" for char in sentence(one))


def test_the_spent_reason_is_one_of_those_that_are_translated():
    assert SPENT in REASONS
