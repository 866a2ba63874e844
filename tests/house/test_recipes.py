"""Each recipe of CONTRIBUTING is run as it is written."""

import re

import pytest
from django.db import connection

from huanzhi.kit import register as registers
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.measures import measure as measures

FENCE = re.compile(r"^```(?:python|toml) (\w+)\n(.*?)^```", re.S | re.M)


@pytest.fixture(scope="module")
def recipes(repository) -> dict[str, str]:
    text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return dict(FENCE.findall(text))


def run(code: str, name: str) -> dict:
    space: dict = {"__name__": f"recipes.{name}"}
    exec(compile(code, f"CONTRIBUTING.md:{name}", "exec"), space)
    return space


def test_there_is_one_for_each(recipes):
    assert set(recipes) == {"register", "standard", "measure", "case"}


@pytest.mark.django_db
def test_add_a_register(recipes, client):
    from django.apps import apps

    from huanzhi.kit.actions import read_rows, save_record

    try:
        space = run(recipes["register"], "register")
        with connection.schema_editor() as editor:
            editor.create_model(space["Well"])
        register = registers.find("well")
        made = save_record(SYSTEM("t"), register, {"code": "W1", "name": "一号井", "depth": "12.5"})
        assert str(made) == "一号井"
        reading = read_rows(register, [(2, {"code": "W2", "name": "二号井", "depth": "deep"})])
        assert [row.field for row in reading.refused] == ["depth"]
    finally:
        registers._REGISTERS.pop("well", None)
        apps.all_models["recipes"].pop("well", None)
        apps.clear_cache()


def test_add_a_standard(recipes):
    from huanzhi.standards.library import read

    standard = read(recipes["standard"])
    assert [(limit.category, limit.text, limit.clause) for limit in standard.limits] == [
        ("I", "0.2", "table 1"),
        ("II", "0.5", "table 1"),
    ]


@pytest.mark.django_db
def test_add_a_measure(recipes):
    from datetime import date

    from huanzhi.measures.actions import refresh

    try:
        run(recipes["measure"], "measure")
        assert measures.find_by_name("recipe days in the plan").code == "recipe_days"
        figure = refresh(SYSTEM("t"), "recipe_days", 2026, date(2026, 1, 2), "<=", 5000, 2026)
        assert (str(figure.value), figure.status) == ("1", "on_track")
    finally:
        measures._MEASURES.pop("recipe_days", None)


@pytest.mark.django_db
def test_add_a_case_rule(recipes):
    from huanzhi.people.actions import save_organisation

    rule = run(recipes["case"], "case")["rule"]
    body = save_organisation(SYSTEM("t"), "B", {"name": "局"})
    first = rule(SYSTEM("t"), body, {"reason": "r"})
    assert rule(SYSTEM("t"), body, {"reason": "r"}) == first
