"""The plan's own targets change only by a document: every way refuses without one, and the page shows old and new."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from tests.plan.year.conftest import READ

import huanzhi.plan
from huanzhi.plan.actions import Refused, answer_question, import_plan
from huanzhi.plan.actions.assigning import Said, assign_target
from huanzhi.plan.models import Amendment, Question

ROOM = Path(huanzhi.plan.__file__).parent
# Who writes targets of the plan: reading it in (by a document when it is there), answers, assigned numbers.
WRITERS = {"actions/__init__.py", "actions/assigning.py", "actions/intake.py", "actions/merging.py"}


def test_only_the_ways_that_ask_for_a_document_write_targets():
    found = set()
    for path in (path for path in ROOM.rglob("*.py") if path.parent.name != "migrations"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            said = ast.unparse(node.func)
            made = said in {
                f"{model}.objects.{verb}"
                for model in ("Indicator", "Target")
                for verb in ("create", "bulk_create", "update_or_create", "bulk_update")
            }
            if made or said == "indicator.save":
                found.add(path.relative_to(ROOM).as_posix())
    assert found == WRITERS


def ask(small):
    return Question.objects.create(
        document=small.document, kind="comparator-differs", about="indicator:1", facts={"name": "x"}
    )


def test_every_way_refuses_without_a_document(small):
    fang, item = small.actor("fang"), small.document.indicators.get(no=1)
    changed = READ | {"indicators": [READ["indicators"][0] | {"value": 35.0}, *READ["indicators"][1:]]}
    for said in ({}, {"reason": "x"}, {"number": "1号"}):
        with pytest.raises(Refused):
            import_plan(fang, changed, file_name="x", **said)
    question = ask(small)
    for reason, number in (("", "1号"), ("x", " ")):
        with pytest.raises(Refused):
            answer_question(fang, question, "改", reason, number, value=Decimal(35))
    assigned = small.document.indicators.get(no=3)
    with pytest.raises(Refused):
        assign_target(fang, assigned, Said(2025, Decimal(1), ">=", " ", "市局", date(2023, 1, 1)))
    item.refresh_from_db()
    assert item.value == 30
    assert not Amendment.objects.exists()


def test_the_database_keeps_no_amendment_without_number_and_reason(small):
    for said in ({"number": "", "reason": "x"}, {"number": "1号", "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Amendment.objects.create(document=small.document, at=timezone.now(), actor_name="x", **said)


def test_the_page_shows_old_and_new_of_each_way(small, client):
    fang = small.actor("fang")
    answer_question(fang, ask(small), "改为35", "市里调整", "市发〔2024〕7号", value=Decimal(35))
    said = Said(2025, Decimal("0.02"), ">=", "市发〔2024〕8号", "市局", date(2024, 1, 1))
    assign_target(fang, small.document.indicators.get(no=3), said)
    changed = READ | {"tasks": [READ["tasks"][0] | {"title": "治水（新）"}, *READ["tasks"][1:]]}
    import_plan(fang, changed, file_name="x", reason="修订印发", number="区发〔2024〕9号")
    client.force_login(small.users["zhang"])
    page = client.get("/desk/amendments/").content.decode()
    for words in ("市发〔2024〕7号", "市发〔2024〕8号", "区发〔2024〕9号", "3 次"):
        assert words in page
    for old, new in (("30.0000", "35"), ("—", "0.02"), ("治水", "治水（新）")):
        assert f"<del>{old}</del>" in page
        assert f"<ins>{new}</ins>" in page
