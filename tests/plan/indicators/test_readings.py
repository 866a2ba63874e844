"""The printed 71 % of indicator 6, read in both ways; and which figure counts, the computed or the stated one."""

from datetime import date
from decimal import Decimal

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures.actions import define_member_set, refresh
from huanzhi.plan.actions.assigning import keep_readings
from huanzhi.plan.models import Indicator, Question
from huanzhi.plan.profile import folder, table
from huanzhi.plan.queries import indicator_of, standing
from huanzhi.plan.readings import questions_of, readings, sets_today
from huanzhi.plan.rules import state_indicator

ME = SYSTEM("test")


@pytest.fixture
def sections(plan):
    place = folder("chaoyang")
    for row in table(place, "sections.toml")["set"]:
        define_member_set(
            ME, row["code"], row["name"], row["members"], row["valid_from"], "规划", row.get("valid_until")
        )
    keep_readings(ME, plan, table(place, "readings.toml")["reading"])
    Question.objects.create(
        document=plan, kind="baseline-other-set", about="sections", facts={"value": "71%", "counts": "x"}
    )
    return Indicator.objects.create(
        document=plan, no=6, category="x", name="x", target="100", comparator=">=", value=100, baseline="71",
        measure="water_section_share",
    )  # fmt: skip


def test_both_readings_of_the_printed_value(sections):
    old, new = readings(sections)
    assert (old.named, len(old.members), old.named_e3, old.fits, old.agrees) == (5, 7, 71_400, [5], True)
    # of the seven sections of 2021 to 2025 the text names four that reached; 71 is printed only by five
    assert (new.named, len(new.members), new.named_e3, new.fits, new.agrees) == (4, 7, 57_100, [5], False)
    assert ("新立城大坝", True) in new.members
    assert ("新凯河京哈铁路桥下", False) in new.members
    assert [question.kind for question in questions_of(sections)] == ["baseline-other-set"]


def test_each_version_of_the_set_is_computed_beside(sections, settings, tmp_path):
    settings.LAKE = tmp_path / "lake"
    figure = refresh(ME, "water_section_share", 2022, date(2022, 12, 31), ">=", 100_000, 2025)
    found = sets_today(sections, figure)
    assert [(one.members, one.results, one.value_e3) for one in found] == [(7, 0, None), (6, 0, None)]


def test_a_document_stands_in_until_records_are_there(plan, db):
    item = Indicator.objects.create(
        document=plan, no=15, category="x", name="森林覆盖率", target="5.77%", comparator=">=", value=Decimal("5.77"),
        measure="forest_cover",
    )  # fmt: skip
    refresh(ME, "forest_cover", 2023, date(2023, 12, 31), ">=", 5_770, 2025)
    assert standing(item, 2023).lacks == "rows"
    state_indicator(ME, item, 2023, Decimal("5.80"), "林〔2024〕1号", "局", date(2024, 3, 1))
    assert standing(item, 2023).figure.measure == "stated_forest_cover"
    assert standing(item, 2023).status == "on_track"
    assert indicator_of(plan, "stated_forest_cover") == indicator_of(plan, "forest_cover") == item
    from huanzhi.kit.actions import save_record
    from huanzhi.kit.register import find

    row = {
        "code": "F",
        "name": "F",
        "year": 2023,
        "forest_ha": "5.000",
        "land_ha": "100.000",
        "document": "d",
    }
    save_record(ME, find("forestarea"), row | {"issuer": "i", "document_date": "2024-03-01"})
    refresh(ME, "forest_cover", 2023, date(2023, 12, 31), ">=", 5_770, 2025)
    held = standing(item, 2023).figure
    assert (held.measure, held.value) == ("forest_cover", Decimal("5.00"))
