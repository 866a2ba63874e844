"""Verbs that open an assessment, ask for self-evaluation and take it, and enter findings in words."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.assessment.assessment import Assessment, Kind, Stage, StatedFinding
from huanzhi.plan.assessment.editions import STANDARD, edition
from huanzhi.plan.assessment.self_evaluation import INDICATOR, TASK, SelfEvaluation
from huanzhi.plan.models import Document, Indicator, RoleKind


@verb("plan.open-assessment")
def open_assessment(
    actor: Actor,
    document: Document,
    kind: str,
    year: int,
    cut_off: date | None = None,
    rules: str = STANDARD,
    now: datetime | None = None,
) -> Assessment:
    """开启评估: open an assessment of a year as a draft; the cut-off is the year's last day unless another is given.

    Refused for a year outside the plan, a cut-off outside the year, an edition not yet in force, a second one.
    """
    if kind not in Kind.values:
        raise Refused(_("no kind of assessment “%(kind)s”") % {"kind": kind})
    if not document.first_year <= year <= document.last_year:
        words = {"year": year, "first": document.first_year, "last": document.last_year}
        raise Refused(_("%(year)s is not a year of the plan (%(first)s to %(last)s)") % words)
    day = cut_off or date(year, 12, 31)
    if day.year != year:
        raise Refused(_("the cut-off %(day)s is not a day of %(year)s") % {"day": day, "year": year})
    try:
        held = edition(rules)
    except LookupError as error:
        raise Refused(str(error)) from None
    if held["valid_from"] > day.isoformat():
        raise Refused(
            _("edition %(rules)s holds from %(day)s only") % {"rules": rules, "day": held["valid_from"]}
        )
    if Assessment.objects.filter(document=document, kind=kind, year=year).exists():
        raise Refused(
            _("there is an assessment of this kind for %(year)s already; go on with that") % {"year": year}
        )
    made = Assessment.objects.create(
        document=document,
        kind=kind,
        year=year,
        cut_off=day,
        edition=rules,
        opened_at=now or timezone.now(),
        opened_by=actor.name,
    )
    record(made, after={"kind": kind, "year": year, "cut_off": str(day), "edition": rules})
    return made


@verb("plan.ask-self-evaluation")
def ask_self_evaluation(actor: Actor, assessment: Assessment, due_on: date) -> Assessment:
    """布置自评: let the organisations evaluate themselves until a day."""
    if assessment.state not in (Stage.DRAFT, Stage.SELF):
        raise Refused(_("self-evaluation ends when the result is computed"))
    before = {"state": assessment.state, "due_on": str(assessment.due_on or "")}
    assessment.state, assessment.due_on = Stage.SELF, due_on
    assessment.save(update_fields=["state", "due_on"])
    record(assessment, before=before, after={"state": Stage.SELF, "due_on": str(due_on)})
    return assessment


@verb("plan.self-evaluate")
def self_evaluate(
    actor: Actor,
    assessment: Assessment,
    organisation: Organisation,
    about: str,
    judgement: str,
    reasons: str,
    *,
    evidence: str = "",
    problems: str = "",
    proposals: str = "",
    now: datetime | None = None,
) -> SelfEvaluation:
    """自评: an organisation's own word about `task:T001` or `indicator:3` that it answers for; the last one counts."""
    if actor.organisation != organisation.code and not actor.may("plan.report-for-others"):
        raise NotAllowed(f"{actor.organisation} does not speak for {organisation.code}")
    if assessment.state != Stage.SELF:
        raise Refused(_("it is not the time of self-evaluation"))
    _answers(assessment, organisation, about)
    allowed = INDICATOR if about.startswith("indicator:") else TASK
    if judgement not in allowed or not reasons.strip():
        raise Refused(_("a self-evaluation needs a judgement and its reasons"))
    held = SelfEvaluation.objects.filter(
        assessment=assessment, organisation=organisation, about=about
    ).first()
    before = {"judgement": held.judgement, "reasons": held.reasons} if held else None
    said = held or SelfEvaluation(assessment=assessment, organisation=organisation, about=about)
    said.judgement, said.reasons = judgement, reasons.strip()
    said.evidence, said.problems = evidence.strip(), problems.strip()
    said.proposals, said.said_at, said.said_by = proposals.strip(), now or timezone.now(), actor.name
    said.save()
    record(said, before=before, after={"about": about, "judgement": judgement, "reasons": said.reasons})
    return said


def _answers(assessment: Assessment, organisation: Organisation, about: str) -> None:
    """Refused unless the organisation answers for it in this plan."""
    what, _sep, key = about.partition(":")
    if what == "task":
        own = organisation.task_roles.exclude(role=RoleKind.SUPPORTING)
        found = own.filter(task__document=assessment.document, task__code=key).exists()
    else:
        found = what == "indicator" and key.isdigit()
        found = found and organisation.indicators.filter(document=assessment.document, no=int(key)).exists()
    if not found:
        words = {"body": organisation.name, "about": about}
        raise Refused(_("%(body)s does not answer for %(about)s in this plan") % words)


@verb("plan.state-finding")
def state_finding(
    actor: Actor,
    assessment: Assessment,
    indicator: Indicator,
    met: bool,
    statement: str,
    document: str,
    issuer: str,
    day: date,
    now: datetime | None = None,
) -> StatedFinding:
    """定性结论: what a document finds about an indicator that the plan sets in words; never without the document."""
    if assessment.state == Stage.CONCLUDED:
        raise Refused(_("it is concluded"))
    if indicator.comparator != "qualitative" or indicator.document_id != assessment.document_id:
        raise Refused(_("“%(name)s” has a number; its verdict is computed") % {"name": indicator.name})
    said = {"statement": statement, "document": document, "issuer": issuer}
    if missing := [name for name, text in said.items() if not text.strip()]:
        raise Refused(_("missing: %(names)s") % {"names": ", ".join(missing)})
    made, _new = StatedFinding.objects.update_or_create(
        assessment=assessment,
        indicator=indicator,
        defaults={
            **said,
            "met": met,
            "day": day,
            "stated_at": now or timezone.now(),
            "stated_by": actor.name,
        },
    )
    record(made, after={"indicator": indicator.no, "met": met, "document": document, "issuer": issuer})
    return made
