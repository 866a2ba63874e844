"""The minutes of a meeting as plain data: who, what was decided, every number with the address of its proof."""

import json
from datetime import timedelta

import pytest
from tests.plan.coordination.conftest import DAY, NOW

from huanzhi.plan.actions.coordination import Task, decide
from huanzhi.plan.coordination.report import gather
from huanzhi.plan.models import Document


@pytest.fixture
def document(db):
    return Document.objects.create(
        title="规划", first_year=2021, last_year=2025, source="x", sha256="x", imported_at="2026-01-01T00:00Z"
    )


def test_minutes_say_who_met_and_who_does_what_by_when(people, held, problem, bodies, document):
    before = gather(document, 2026)
    assert "Not decided: No site for the sludge." in json.dumps(before)
    tasks = [Task(bodies["LAW"], "Draw the line", DAY + timedelta(days=3))]
    made = decide(people["planner"], held, problem, "A site by December", "assign", tasks=tasks, now=NOW)
    told = gather(document, 2026, meeting=held.pk, number="M 3")
    assert (told["kind"], told["number"], told["day"]) == ("minutes", "M 3", "2026-11-20")
    assert told["signatures"] == [["Chair", "Deputy head"]]
    (table,) = [block for block in told["blocks"] if block["kind"] == "table"]
    case = made.assignments.get().case
    assert table["rows"][0][:3] == [["LAW"], ["Draw the line"], ["2026-11-23"]]
    assert table["rows"][0][3][0]["proof"] == f"/desk/cases/{case.number}/"
    assert "Not decided" not in json.dumps(told)
    assert json.loads(json.dumps(told)) == told


def test_without_a_meeting_there_are_no_minutes(meeting, document):
    with pytest.raises(LookupError, match="no meeting was held in 2026"):
        gather(document, 2026)
    with pytest.raises(LookupError, match=f"meeting {meeting.pk}"):
        gather(document, 2026, meeting=meeting.pk)
