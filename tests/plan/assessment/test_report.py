"""The report of a mid-term evaluation: every number with its proof, every indicator in its table, nothing made up."""

import json
from datetime import date

import pytest
from django.utils.translation import override
from tests.plan.assessment.conftest import AFTER, ME

from huanzhi.people.models import Organisation
from huanzhi.plan.actions import report_task
from huanzhi.plan.actions.assessment import ask_self_evaluation, open_assessment, self_evaluate
from huanzhi.plan.actions.assessment_computing import compute_assessment
from huanzhi.plan.assessment.report import gather_final, gather_mid_term

HELD_UP = "下游段征地未完成，清淤推迟。"


@pytest.fixture
def gathered(district):
    document = district.document
    opened = open_assessment(ME, document, "mid-term", 2023)
    report_task(ME, document.tasks.get(code="T036"), "held_up", HELD_UP)
    ask_self_evaluation(ME, opened, date(2024, 1, 20))
    body = Organisation.objects.get(name="生态环境分局")
    said = {"problems": "会商记录没有归档。", "proposals": "每周归档。"}
    self_evaluate(ME, opened, body, "indicator:1", "not_met", "还差", **said)
    made = compute_assessment(ME, opened, now=AFTER)
    with override("zh-hans"):
        return gather_mid_term(document, 2023, issuer="生态环境分局"), json.loads(made.content)


def numbers(value):
    """Every number of a report, however deep."""
    if isinstance(value, dict):
        found = [value] if set(value) == {"value", "unit", "proof", "name"} else []
        return found + [number for held in value.values() for number in numbers(held)]
    return [number for held in value for number in numbers(held)] if isinstance(value, list) else []


def words(value):
    return json.dumps(value, ensure_ascii=False)


def test_it_is_plain_data_with_the_parts_that_a_bureau_sends(gathered):
    said, _content = gathered
    assert json.loads(words(said)) == said
    heads = [block["text"] for block in said["blocks"] if block["kind"] == "heading" and block["level"] == 1]
    assert len(heads) == 6
    assert [block["kind"] for block in said["blocks"]].count("annex") == 1
    assert said["title"].endswith("中期评估报告")
    assert (said["simulated"], said["issuer"], said["day"]) == (True, "生态环境分局", "2024-02-01")


def test_every_number_has_its_proof_and_a_name_of_its_own(gathered):
    found = numbers(gathered[0]["blocks"])
    assert len(found) > 60
    assert all(number["proof"].startswith("/desk/") for number in found)
    by_name: dict[str, set[tuple[str, str]]] = {}
    for number in found:
        by_name.setdefault(number["name"], set()).add((number["value"], number["proof"]))
    assert [name for name, held in by_name.items() if len(held) > 1] == []


def test_the_table_has_every_indicator_and_the_frozen_values(gathered):
    said, content = gathered
    table = next(block for block in said["blocks"] if block["kind"] == "table")
    assert [row[0] for row in table["rows"]] == [[str(no)] for no in range(1, 20)]
    assert len(table["widths"]) == len(table["head"]) == 5 + 3 + 2
    figure = content["inputs"]["indicators"][0]["figures"][-1]
    cell = table["rows"][0][7][0]
    assert (cell["value"], cell["proof"]) == (
        str(figure["value_e3"] // 1000),
        f"/desk/figures/pm2_5_mean/frozen/{figure['snapshot']}/?year=2023",
    )
    charts = [block for block in said["blocks"] if block["kind"] == "line"]
    names = [item["name"] for item in content["inputs"]["indicators"] if item["no"] <= 3]
    assert [chart["caption"] for chart in charts] == names
    assert charts[0]["x"] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert charts[0]["series"][1][1] == [42.0, 39.6, 37.2, 34.8, 32.4, 30.0]


def test_problems_and_proposals_are_what_was_computed_and_written(gathered):
    text = words(gathered[0]["blocks"])
    assert HELD_UP in text
    assert "会商记录没有归档。" in text
    assert "每周归档。" in text
    assert "自评与核算不一致" in text  # met by the line, not met by its own word
    ahead = next(b for b in gathered[0]["blocks"] if b["kind"] == "table" and "2025" in b["caption"])
    assert ahead["rows"][0][3][0]["value"] == "-3"  # 33 in 2023, 30 in 2025
    assert ahead["rows"][0][4][0]["value"] == "-1.5"


def test_it_speaks_chinese_through_and_through(gathered):
    import re

    for block in gathered[0]["blocks"]:
        for part in block.get("text", []) if block["kind"] in ("paragraph", "note") else []:
            if isinstance(part, str) and not part.startswith(("T0", "T1")):
                assert not re.search(r"[a-z]{4,} [a-z]+", part), part


def test_nothing_computed_is_nothing_reported(district):
    with pytest.raises(LookupError, match="compute"):
        gather_final(district.document, 2025)
