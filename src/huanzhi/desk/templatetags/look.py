"""How a status looks: its shape, its word, its colour, in that order; and what a form's field needs around it."""

import json
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huanzhi.desk.sketch import map_drawing as sketch
from huanzhi.desk.words import VERBS
from huanzhi.measures.models import Figure, Status
from huanzhi.measures.words import short
from huanzhi.measures.words import unit as unit_of
from huanzhi.standards import hj633

register = template.Library()

LOOKS = {
    "on_track": "ok", "at_risk": "risk", "off_track": "off", "cannot_compute": "na",
    "late": "late", "done": "ok", "held_up": "off", "underway": "run", "unreported": "na",
}  # fmt: skip
LATE = gettext_lazy("late")


@register.filter
def look(status: str) -> str:
    """The short name of a status's look, as the stylesheet has it."""
    return LOOKS.get(status, "na")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite; words stand beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>', name
    )


@register.simple_tag
def chip(status: str, words: Any = "", bare: bool = False) -> SafeString:
    """A status: shape, word, colour."""
    words = words or (LATE if status == "late" else Status(status).label)
    return format_html(
        '<span class="chip is-{}{}">{}{}</span>',
        look(status),
        " bare" if bare else "",
        icon(look(status)),
        words,
    )


@register.simple_tag
def aqi(value: int | None, level: int | None) -> SafeString:
    """An AQI: the standard's colour as a swatch, the level as a word, the number."""
    if value is None or level is None:
        return format_html('<span class="mute">{}</span>', _("missing"))
    return format_html('<span class="aqi l{}">{} <b>{}</b></span>', level, level_word(level), value)


@register.filter
def level_word(level: int) -> str:
    """The word of an AQI level in the reader's language."""
    row = _levels()[level - 1]
    return row.category_zh if (get_language() or "").startswith("zh") else row.category_en


@register.filter
def level_of(value: int | None) -> int:
    """The level of an AQI; 0 when there is none."""
    if value is None:
        return 0
    return next((row.level for row in _levels() if value <= row.up_to), len(_levels()))


def _levels() -> tuple[hj633.rules.Level, ...]:
    return hj633.compiled(hj633.edition_for(timezone.localdate())).levels


@register.filter
def unit(figure: Figure) -> str:
    """The unit of a figure as the reader writes it."""
    return unit_of(figure)


@register.filter
def thousandths(value_e3: int) -> str:
    """Thousandths as a number without trailing zeros."""
    return short(value_e3)


@register.filter
def thousandths_or_dash(value_e3: int | None) -> str:
    """The same; a dash where there is none."""
    return short(value_e3) or "—"


@register.filter
def verb_words(name: str) -> str:
    """What a verb of the ledger is called."""
    return str(VERBS.get(name, name))


@register.filter
def percent_of(part: int, whole: int) -> str:
    """A share in per cent for a bar's width."""
    return f"{100 * part / whole:.2f}" if whole else "0"


@register.filter
def get(table: dict[Any, Any], key: Any) -> Any:
    """A value by its key."""
    return table.get(key)


@register.simple_tag
def map_drawing(features: dict[str, Any]) -> dict[str, Any] | None:
    """The drawing of a map for pages without scripts."""
    return sketch(features)


@register.simple_tag
def trans_reason(reason: str) -> str:
    """Why a part does not count, in the reader's language."""
    return _(reason) if reason else _("no result")


@register.simple_tag
def json_block(value: Any, name: str) -> SafeString:
    """Numbers for a chart or a map, safe inside a page."""
    text = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
    for char, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(char, code)
    return format_html('<script type="application/json" id="{}">{}</script>', name, mark_safe(text))
