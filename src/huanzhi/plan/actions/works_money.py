"""Verbs of money 资金: a fund line of a work, by source and year, with the number of its document."""

from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions.works import own
from huanzhi.plan.models import FundLine, Project
from huanzhi.plan.works.fund import AMOUNTS
from huanzhi.plan.works.lists import sources


@verb("plan.record-fund")
def record_fund(
    actor: Actor,
    project: Project,
    source: str,
    year: int,
    *,
    planned_yuan: int | None = None,
    allocated_yuan: int | None = None,
    paid_yuan: int | None = None,
    number: str = "",
    name: str = "",
    held: FundLine | None = None,
) -> FundLine:
    """Write a fund line, or bring one in line; an amount left out stays unknown. Unsound names field by field."""
    own(actor, project)
    if source not in sources():
        raise Unsound({"source": [_("no source of money is called %(code)s") % {"code": source}]})
    before = model_to_dict(held) if held is not None else None
    line = held or FundLine(code=_code(project, source, year), project=project, simulated=project.simulated)
    line.source, line.year, line.number = source, year, number.strip()
    line.name = name.strip() or line.name or f"{sources()[source].zh} {year}"
    for key, amount in zip(AMOUNTS, (planned_yuan, allocated_yuan, paid_yuan), strict=True):
        setattr(line, key, amount)
    if all(getattr(line, key) is None for key in AMOUNTS):
        raise Unsound({"planned_yuan": [_("give at least one amount")]})
    try:
        line.full_clean()
    except ValidationError as error:
        raise Unsound({name: list(map(str, texts)) for name, texts in error.message_dict.items()}) from None
    line.save()
    record(line, before=before, after=model_to_dict(line), reason=line.number)
    return line


def _code(project: Project, source: str, year: int) -> str:
    """The work's key, year, source and a number: a source may give twice a year."""
    stem = f"{project.key}-{year}-{source}"
    taken = FundLine.objects.filter(code__startswith=f"{stem}-").count()
    return f"{stem}-{taken + 1}"
