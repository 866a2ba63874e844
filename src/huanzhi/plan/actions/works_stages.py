"""Verbs of stages 阶段: pass a gate with day, number and file; confirm it, or send it back, as somebody else."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.works import own, today_of
from huanzhi.plan.models import Gate, Project
from huanzhi.plan.works.lists import Stage, stages
from huanzhi.work.attachments.content import tell
from huanzhi.work.attachments.storage import Arrived, keep


@verb("plan.pass-stage")
def pass_stage(
    actor: Actor,
    project: Project,
    stage: str,
    passed_on: date,
    *,
    number: str = "",
    file: Arrived | None = None,
    name: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Gate:
    """Pass the next gate of a work. Unsound names the field; NotTaken when the file is none that may be kept."""
    now = now or timezone.now()
    row = Project.objects.select_for_update().get(pk=project.pk)
    own(actor, row)
    if actor.user_id is None:
        raise NotAllowed(_("a gate is passed by a person"))
    if stage not in stages():
        raise Unsound({"stage": [_("no stage is called %(code)s") % {"code": stage}]})
    held = {gate.stage: gate for gate in row.gates.all()}
    gate = held.get(stage) or Gate(project=row, stage=stage, simulated=row.simulated)
    terms = gate.terms
    wrong = _order(held, terms, passed_on)
    if passed_on > today_of(now):
        wrong["passed_on"] = [_("%(day)s is still to come") % {"day": passed_on}]
    if terms.number and not number.strip():
        wrong["number"] = [_("this stage takes the number of a document")]
    if terms.file and file is None:
        wrong["file"] = [_("this stage takes a file that proves it")]
    if wrong:
        raise Unsound(wrong)
    gate.passed_on, gate.number, gate.note = passed_on, number.strip(), note.strip()
    gate.file = kept(file, name) if file else {}
    gate.passed_by_id, gate.passed_name, gate.passed_at = actor.user_id, actor.name, now
    gate.save()
    record(row, after={"stage": stage, "passed_on": passed_on, "file": gate.file}, reason=gate.number)
    return gate


def _order(held: dict[str, Gate], terms: Stage, passed_on: date) -> dict[str, list[str]]:
    """A gate opens when the one before it is passed and confirmed, and not twice."""
    codes = list(stages())
    at = codes.index(terms.code)
    gate = held.get(terms.code)
    if gate is not None and gate.passed_on is not None:
        return {
            "stage": [_("%(stage)s was passed on %(day)s") % {"stage": terms.words, "day": gate.passed_on}]
        }
    if at == 0:
        return {}
    before = held.get(codes[at - 1])
    words = stages()[codes[at - 1]].words
    if before is None or before.passed_on is None:
        return {"stage": [_("%(stage)s is not passed yet") % {"stage": words}]}
    if before.waiting:
        return {"stage": [_("%(stage)s waits for somebody else to confirm it") % {"stage": words}]}
    if passed_on < before.passed_on:
        said = {"day": passed_on, "stage": words, "before": before.passed_on}
        return {"passed_on": [_("%(day)s lies before %(stage)s, %(before)s") % said]}
    return {}


def kept(file: Arrived, name: str) -> dict[str, Any]:
    """A file told by its content and kept under its hash, as the row holds it."""
    kind = tell(file.path)
    keep(file)
    shown = name.replace("\\", "/").rsplit("/", 1)[-1].strip()[:120] or f"file{kind.suffix}"
    return {"sha256": file.sha256, "name": shown, "media": kind.media, "size": file.size}


@verb("plan.confirm-stage")
def confirm_stage(
    actor: Actor, gate: Gate, holds: bool, note: str = "", *, now: datetime | None = None
) -> Gate:
    """Somebody else says that a gate was passed, or sends it back with a reason: then it was not."""
    row = Gate.objects.select_for_update().select_related("project").get(pk=gate.pk)
    if not row.waiting:
        raise Refused(_("%(stage)s does not wait for anybody to confirm it") % {"stage": row.terms.words})
    if actor.user_id is None or actor.user_id == row.passed_by_id:
        raise NotAllowed(_("who passed a stage does not confirm it"))
    before = {"stage": row.stage, "passed_on": row.passed_on, "number": row.number, "file": row.file}
    if holds:
        row.confirmed_by_id, row.confirmed_name = actor.user_id, actor.name
        row.confirmed_at = now or timezone.now()
    else:
        if not note.strip():
            raise Unsound({"note": [_("say why it does not hold")]})
        row.passed_on, row.passed_by_id, row.passed_at = None, None, None
        row.number, row.file, row.note, row.passed_name = "", {}, "", ""
    row.save()
    record(row.project, before=before, after={"stage": row.stage, "confirmed": holds}, reason=note.strip())
    return row
