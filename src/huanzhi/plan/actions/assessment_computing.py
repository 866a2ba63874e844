"""Verbs that freeze what an assessment rests on, compute its result, and conclude it."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi import __version__
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.measures.actions import freeze, refresh
from huanzhi.measures.content import sha256
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure, Snapshot
from huanzhi.measures.queries import current
from huanzhi.plan.actions import Refused
from huanzhi.plan.assessment.assessment import Assessment, Calculation, Stage
from huanzhi.plan.assessment.content import frozen
from huanzhi.plan.assessment.editions import edition
from huanzhi.plan.assessment.inputs import gather
from huanzhi.plan.models import Indicator
from huanzhi.plan.queries import stated_figure
from huanzhi.plan.rules import target_of


@verb("plan.compute-assessment")
def compute_assessment(actor: Actor, assessment: Assessment, now: datetime | None = None) -> Calculation:
    """核算: freeze the figures of every year up to the cut-off and all else that is scored, and compute the result.

    Until it is concluded it may be computed again; each calculation stays. Refused before the cut-off.
    """
    at = now or timezone.now()
    if assessment.state == Stage.CONCLUDED:
        raise Refused(_("it is concluded; what was computed stays"))
    if timezone.localdate(at) < assessment.cut_off:
        raise Refused(_("the cut-off %(day)s lies ahead") % {"day": assessment.cut_off})
    held: dict[tuple[str, int], tuple[Figure, Snapshot | None]] = {}
    for item in assessment.document.indicators.exclude(measure="").select_related("document"):
        for year in range(assessment.document.first_year, assessment.year + 1):
            if found := _freeze(actor, assessment, item, year):
                held[item.measure, year] = found
    text = frozen(gather(assessment, held), edition(assessment.edition), __version__)
    made = Calculation.objects.create(
        assessment=assessment, content=text, sha256=sha256(text), computed_at=at, computed_by=actor.name
    )
    made.snapshots.set([snapshot for _figure, snapshot in held.values() if snapshot is not None])
    before = {"state": assessment.state}
    assessment.state = Stage.COMPUTED
    assessment.save(update_fields=["state"])
    record(assessment, before=before, after={"state": Stage.COMPUTED, "sha256": made.sha256})
    return made


def _freeze(
    actor: Actor, assessment: Assessment, item: Indicator, year: int
) -> tuple[Figure, Snapshot | None] | None:
    """A year's figure as of the cut-off, frozen; where nothing can be computed, what a document states as it stands.

    The newest figure stays the newest: where the cut-off lies within the year it is computed anew afterwards.
    """
    stated = stated_figure(item, year)
    if find(item.measure).manual:
        return (stated, None) if stated else None
    before, day = current(item.measure, year), min(assessment.cut_off, date(year, 12, 31))
    target = target_of(item, year)
    figure = before
    if figure is None or figure.as_of != day:
        figure = refresh(actor, item.measure, year, day, *target)
    if figure.value_e3 is None and stated is not None:
        return stated, None
    reason = f"{assessment.document.title} {assessment.kind} {assessment.year}"
    made = freeze(actor, figure, reason[:300], target[2])
    if before is not None and before.as_of > day:
        refresh(actor, item.measure, year, before.as_of, *target)
    return made.figure, made


@verb("plan.conclude-assessment")
def conclude_assessment(
    actor: Actor, assessment: Assessment, conclusion: str, number: str, now: datetime | None = None
) -> Assessment:
    """形成结论: conclude what was computed, by a document; never by an organisation that evaluated itself in it."""
    if assessment.state != Stage.COMPUTED:
        raise Refused(_("only what is computed and not yet concluded can be concluded"))
    if not conclusion.strip() or not number.strip():
        raise Refused(_("a conclusion needs its words and its document number"))
    own = assessment.self_evaluations.filter(organisation__code=actor.organisation or "").exists()
    if own:
        raise NotAllowed(_("who evaluated itself in an assessment does not conclude it"))
    assessment.state, assessment.conclusion = Stage.CONCLUDED, conclusion.strip()
    assessment.number, assessment.concluded_by = number.strip(), actor.name
    assessment.concluded_at = now or timezone.now()
    assessment.save()
    newest = assessment.calculations.first()
    after = {"state": Stage.CONCLUDED, "number": assessment.number, "sha256": newest.sha256 if newest else ""}
    record(assessment, before={"state": Stage.COMPUTED}, after=after, reason=assessment.conclusion)
    return assessment
