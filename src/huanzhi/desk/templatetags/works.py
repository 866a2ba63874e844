"""How works and money are written: yuan in the reader's way, a ratio, a list's word, a quantity."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huanzhi.desk.templatetags.look import icon
from huanzhi.plan.works.lists import pollutants, sources
from huanzhi.plan.works.queries import Late

register = template.Library()


@register.filter
def yuan(amount: int | None) -> str:
    """万元 in Chinese, yuan in English; a dash for what nobody has stated."""
    if amount is None:
        return "—"
    if (get_language() or "").startswith("zh"):
        tens = (Decimal(amount) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
        whole = f"{tens:,f}"
        return f"{whole.rstrip('0').rstrip('.')} 万元"
    return f"{amount:,} yuan"


@register.filter
def ratio(share: Fraction | None) -> str:
    """Per cent with one decimal; words when there is nothing to divide by."""
    if share is None:
        return _("cannot be computed")
    tenths = (Decimal(share.numerator) * 100 / Decimal(share.denominator)).quantize(
        Decimal("0.1"), ROUND_HALF_UP
    )
    return f"{tenths}%"


@register.filter
def source_words(code: str) -> str:
    """What a source of money is called."""
    return sources()[code].words if code in sources() else code


@register.filter
def pollutant_words(code: str) -> str:
    """What a pollutant is called."""
    return pollutants()[code].words if code in pollutants() else code


@register.filter
def kilograms(amount: int | None) -> str:
    """Kilograms with their thousands apart."""
    return "—" if amount is None else f"{amount:,} kg"


@register.simple_tag
def late_chip(late: Late | None) -> SafeString:
    """How late a work is, at which stage; nothing when it is in time."""
    if late is None:
        return SafeString("")
    what = late.stage.words if late.stage else _("finish")
    words = ngettext("%(what)s: %(n)s day late", "%(what)s: %(n)s days late", late.days)
    return format_html(
        '<span class="chip is-late">{}{}</span>', icon("late"), words % {"what": what, "n": late.days}
    )


@register.filter
def quantities(rows: list[dict[str, Any]]) -> str:
    """Quantities as printed."""
    return " · ".join(f"{row['value']} {row['unit']}" for row in rows)
