"""Worked examples that others printed: where each stood, and when it was read."""

import pytest

from huanzhi.standards import environmental_tax, hj663, tli
from huanzhi.standards.hj663 import Statistic

LIMITS = {"so2": 60, "no2": 40, "pm10": 70, "pm2_5": 35, "co": 4, "o3_8h": 160}
BULLETINS = [
    # a county's bulletin of September 2023 (wuyuan.gov.cn/hjbh/44700.html; read 2026-11-24)
    ({"so2": 11, "no2": 16, "pm10": 40, "pm2_5": 16, "co": 0.6, "o3_8h": 139}, 263, 0),
    # a city's bulletin of February 2022 (Heyuan; read 2026-11-24): made from means before they were rounded
    ({"so2": 3, "no2": 13, "pm10": 16, "pm2_5": 13, "co": 0.9, "o3_8h": 87}, 173, 1),
    # a town's first quarter (swgk.naimanyun.cn/front/information/157729; read 2026-11-24), as above
    ({"so2": 9, "no2": 14, "pm10": 77, "pm2_5": 23, "co": 1.1, "o3_8h": 96}, 314, 1),
]


@pytest.mark.parametrize(("means", "printed", "apart"), BULLETINS)
def test_composite_index_of_published_bulletins(means, printed, apart):
    figures = {
        item: [Statistic("mean", round(value * 1000), LIMITS[item] * 1000, "", "")]
        for item, value in means.items()
    }
    assert abs(hj663.composite_index(figures) - printed) <= apart


def code(zh):
    from huanzhi.standards import library

    rows = library.get("EPT-2018").rules["items"]["rows"]
    return next(row["code"] for row in rows if row["zh"] == zh)


@pytest.mark.parametrize(
    ("kilograms", "counted", "yuan"),
    [
        # an examination in tax law, printed alike in four collections (tikuer.com/swssf11/2198145; read 2026-11-24)
        (
            {"二氧化硫": 100, "氟化物": 100, "一氧化碳": 200, "氯化氢": 80},
            {"氟化物", "二氧化硫", "一氧化碳"},
            278.62,
        ),
        # another (lvechang.cn/cpa/shiti/q6725142420; read 2026-11-24); it rounds equivalents first: a fen apart
        (
            {"二氧化硫": 10, "氟化物": 10, "一氧化碳": 100, "氯化氢": 100},
            {"氟化物", "二氧化硫", "氯化氢"},
            37.59,
        ),
    ],
)
def test_tax_of_an_outlet(kilograms, counted, yuan):
    lines = environmental_tax.outlet({code(zh): kg * 1000 for zh, kg in kilograms.items()}, "air", 120)
    assert {line.item for line in lines if line.counted} == {code(zh) for zh in counted}
    assert abs(sum(line.fen for line in lines) - round(yuan * 100)) <= 1


def test_equivalents_of_a_large_firm():
    """360docs.net/doc/6b12777291 (read 2026-11-24): tonnes of a month and their equivalents, two decimals."""
    printed = {
        "二氧化硫": (160, 168421.05),
        "氮氧化物": (228, 240000),
        "烟尘": (45, 20642.20),
        "一氧化碳": (20, 1197.60),
    }
    for zh, (tonnes, wanted) in printed.items():
        _, found = environmental_tax.equivalents(code(zh), tonnes * 10**6, "air")
        assert round(float(found), 2) == wanted


def test_weights_of_the_trophic_index_follow_from_the_printed_correlations():
    """Rule of 2004 (biz.doczj.com/doc/1611920260; read 2026-11-24): weights are squares of r over their sum."""
    squares = {"chla": 1.0, "tp": 0.7056, "tn": 0.6724, "sd": 0.6889, "codmn": 0.6889}
    for row in tli._rows().values():
        assert round(squares[row["code"]] / sum(squares.values()), 4) == float(row["weight"])
