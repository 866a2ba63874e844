"""Verbs of the plan: read it in, answer its questions under the amendment procedure, report on a task."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.actions import confirm_alias
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import intake, merging
from huanzhi.plan.models import Amendment, Document, Indicator, Question, Task, TaskRole, TaskState
from huanzhi.plan.whose import abroad, named


class Refused(ValueError):
    """What was asked cannot be done as it stands; the message says what is missing."""


@verb("plan.import")
def import_plan(
    actor: Actor, read: dict[str, Any], *, file_name: str, reason: str = "", number: str = "", text: str = ""
) -> Document:
    """Take a plan in, all of it or nothing.

    `read` has the form of `plan import --json`. A plan of the same title is replaced only as an amendment:
    with a reason and the number of the document that ordered it; the same content changes nothing.
    """
    content = json.dumps([read, text], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    held = Document.objects.filter(title=read["title"]).first()
    if held is not None and held.sha256 == digest:
        record(held, reason="the same plan again; nothing changed")
        return held
    if held is not None:
        if not (reason.strip() and number.strip()):
            raise Refused(
                f"{read['title']} is there already; reading it again amends it: give a reason and a document number"
            )
        changes = merging.replace(held, read, digest, file_name, text)
        Amendment.objects.create(
            document=held,
            reason=reason,
            number=number,
            changes=changes,
            at=timezone.now(),
            actor_name=actor.name,
        )
        record(held, after=changes, reason=f"{reason} ({number})")
        return held
    document = intake.take(read, digest, file_name, text)
    counts = {name: len(read[name]) for name in ("indicators", "tasks", "projects", "questions")}
    record(document, after={"title": document.title, "sha256": digest, **counts})
    return document


@verb("plan.answer-question")
def answer_question(
    actor: Actor,
    question: Question,
    answer: str,
    reason: str,
    number: str,
    *,
    value: Decimal | None = None,
    comparator: str = "",
    organisation: Organisation | None = None,
    same: bool = False,
) -> Amendment:
    """Answer a question; what the answer changes in the plan is changed, and written down as an amendment."""
    missing = [
        name
        for name, said in (("answer", answer), ("reason", reason), ("number", number))
        if not said.strip()
    ]
    if missing:
        raise Refused(f"missing: {', '.join(missing)}")
    changes: dict[str, Any] = {}
    if question.about.startswith("indicator:"):
        indicator = Indicator.objects.get(document=question.document, no=int(question.about.split(":")[1]))
        changes = _amend(indicator, value, comparator, organisation)
    if question.kind == "alias-to-confirm" and same:
        changes = _one_body(actor, question)
    question.answer, question.answered_at = answer.strip(), timezone.now()
    question.save(update_fields=["answer", "answered_at"])
    made = Amendment.objects.create(
        document=question.document,
        question=question,
        reason=reason.strip(),
        number=number.strip(),
        changes=changes,
        at=timezone.now(),
        actor_name=actor.name,
    )
    record(question, after={"answer": answer, "changes": changes}, reason=f"{reason} ({number})")
    return made


def _amend(
    indicator: Indicator, value: Decimal | None, comparator: str, organisation: Organisation | None
) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if value is not None:
        changes["value"] = [str(indicator.value), str(value)]
        indicator.value = value
        if indicator.comparator in ("assigned", "qualitative") and not comparator:
            comparator = ">="
    if comparator:
        changes["comparator"] = [indicator.comparator, comparator]
        indicator.comparator = comparator
    indicator.save()
    if organisation is not None:
        changes["owner"] = [[owner.code for owner in indicator.owners.all()], organisation.code]
        indicator.owners.add(organisation)
    return changes


def _one_body(actor: Actor, question: Question) -> dict[str, Any]:
    """Two printings are one body: the alias is confirmed, and its tasks go over to the one name."""
    place = abroad(question.document.district)
    alias, name = (named(question.facts[key], place) for key in ("alias", "name"))
    body = Organisation.objects.get(name=name)
    confirm_alias(actor, alias, body, f"question {question.pk}")
    moved = TaskRole.objects.filter(organisation__name=alias).exclude(task__roles__organisation=body)
    return {"alias": alias, "of": name, "tasks": moved.update(organisation=body)}


@verb("plan.report-task")
def report_task(actor: Actor, task: Task, state: str, report: str) -> Task:
    """Say how far a task is; for those who lead or answer for it."""
    own = task.roles.exclude(role="supporting").filter(organisation__code=actor.organisation).exists()
    if not own and "*" not in actor.verbs and not actor.may("plan.report-for-others"):
        raise NotAllowed(f"{actor.organisation} does not answer for {task.code}")
    if state not in TaskState.values or not report.strip():
        raise Refused("a report needs a state and a sentence on what was done")
    before = {"state": task.state, "report": task.report}
    task.state, task.report, task.reported_at = state, report.strip(), timezone.now()
    task.save(update_fields=["state", "report", "reported_at"])
    record(task, before=before, after={"state": state, "report": task.report})
    return task
