"""责任单位: who answers for an item beside its lead, written in one cell as spreadsheets have it."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from huanzhi.people.models import Organisation

BETWEEN, PARTED = "、", re.compile(r"[、,，;；\n]+")


def codes_in(text: str) -> list[str]:
    """The codes of a cell that was fitted before."""
    return [code for code in text.split(BETWEEN) if code]


def fitted(text: str) -> str:
    """Names, aliases and codes as codes, each once; ValidationError names those nobody knows."""
    said = [word.strip() for word in PARTED.split(text) if word.strip()]
    if not said:
        return ""
    wanted = Q(code__in=said) | Q(name__in=said) | Q(full_name__in=said)
    known: dict[str, str] = {}
    for body in Organisation.objects.filter(wanted | Q(aliases__name__in=said)).prefetch_related("aliases"):
        names = {body.code, body.name, body.full_name, *(alias.name for alias in body.aliases.all())}
        known |= dict.fromkeys(names, body.code)
    if strange := [word for word in said if word not in known]:
        raise ValidationError(
            {"supporting": _("no such organisation: %(names)s") % {"names": BETWEEN.join(strange)}}
        )
    return BETWEEN.join(dict.fromkeys(known[word] for word in said))


def holds_one_of(field: str, organisations: Iterable[int]) -> Q:
    """Rows whose cell holds the code of one of these organisations; with none of them, no row."""
    codes = Organisation.objects.filter(pk__in=organisations).values_list("code", flat=True)
    choice = "|".join(re.escape(code) for code in codes)
    return Q(**{f"{field}__regex": f"(^|{BETWEEN})({choice})({BETWEEN}|$)"}) if choice else Q(pk__in=())
