"""The year as reports: every number opens its proof, a list names its signatures, a draft says that it is one."""

import json

import pytest

from huanzhi.plan.year.report import gather_annual_plan, gather_duty_list


def numbers(said):
    found = []

    def walk(node):
        if isinstance(node, dict):
            if {"value", "proof", "name"} <= set(node):
                found.append(node)
            for one in node.values():
                walk(one)
        elif isinstance(node, list):
            for one in node:
                walk(one)

    walk(said["blocks"])
    return found


def test_the_annual_plan_carries_every_target_with_its_proof(small, forced, client):
    said = gather_annual_plan(small.document, 2024, issuer="生态环境分局", day="2024-01-02")
    assert said["number"] == "朝环发〔2023〕9号"
    assert said["title"] == "2024年度生态环境保护工作计划"
    held = {one["name"]: one for one in numbers(said)}
    assert held["indicators"]["value"] == "3"
    assert held["tasks"]["value"] == "3"
    assert held["indicator-1"]["value"] == "32.4"
    client.force_login(small.users["fang"])
    for one in held.values():
        assert client.get(one["proof"]).status_code == 200
    words = json.dumps(said, ensure_ascii=False)
    assert forced.sha256 in words
    assert "推算的目标按规划所载基数到目标的直线得出" in words


def test_a_duty_list_is_of_one_or_of_all_with_who_signed(small, forced):
    one = gather_duty_list(small.document, 2024, organisation=small.bodies["FO"])
    assert one["title"] == "林业局2024年目标责任清单"
    assert one["signatures"] == [["责任单位", "lin"], ["区级", "zhang"]]
    tables = [block for block in one["blocks"] if block["kind"] == "table"]
    assert [row[0] for row in tables[0]["rows"]] == [["T002"], ["T003"]]
    every = gather_duty_list(small.document, 2024)
    heads = [block["text"] for block in every["blocks"] if block["kind"] == "heading"]
    assert heads == ["水务局", "财政局", "林业局", "生态环境分局"]


def test_a_draft_says_so_and_a_year_without_a_plan_is_refused(small, drafted):
    assert gather_annual_plan(small.document, 2024)["title"].endswith("（草案）")
    with pytest.raises(LookupError, match="no annual plan of 2025"):
        gather_annual_plan(small.document, 2025)


def test_it_comes_out_of_the_reports_room(small, forced):
    from huanzhi.plan.reports.making import Asked, make

    made = make(small.document, Asked("duty-list", 2024, organisation="WA"))
    assert made["title"] == "水务局2024年目标责任清单"
