"""How instruments look: their state as shape, word, colour; frames by number; passwords never."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huanzhi.desk.instruments import changes, words
from huanzhi.desk.instruments import facts as said
from huanzhi.desk.instruments.refusals import refusal_words
from huanzhi.desk.templatetags.look import icon, json_block
from huanzhi.monitoring.device_queries import permille
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.limit import Ground
from huanzhi.monitoring.models import Episode, Standing
from huanzhi.science.decimals import format_scaled
from huanzhi.wire.hj212 import masking

register = template.Library()

DEVICE = {
    "online": ("ok", _("on line")),
    "offline": ("off", _("off line")),
    "unheard": ("na", _("never spoke")),
}
STANDING = {"valid": "ok", "suspect": "risk", "invalid": "na", "stopped": "run", "missing": "na"}
DECISION = {"kept": ("ok", _("within the limit")), "exceeded": ("off", _("over the limit"))}
EPISODE = {"exceedance": "off", "offline": "off", "missing": "na"}
COMMAND = {"done": "ok", "refused": "off", "silent": "off"}


def _chip(look: str, label: Any, bare: bool = False) -> SafeString:
    bareness = " bare" if bare else ""
    return format_html('<span class="chip is-{}{}">{}{}</span>', look, bareness, icon(look), label)


@register.simple_tag
def device_chip(state: str, bare: bool = False) -> SafeString:
    """Whether a device is on line."""
    look, label = DEVICE[state]
    return _chip(look, label, bare)


@register.simple_tag
def standing_chip(standing: str, bare: bool = False) -> SafeString:
    """How good a value is."""
    return _chip(STANDING.get(standing, "na"), Standing(standing).label, bare)


@register.simple_tag
def decision_chip(decision: str, bare: bool = False) -> SafeString:
    """Whether a value keeps its limit; nothing where nothing was judged."""
    if decision not in DECISION:
        return SafeString("")
    look, label = DECISION[decision]
    return _chip(look, label, bare)


@register.simple_tag
def episode_chip(episode: Episode) -> SafeString:
    """An episode: its kind while it runs, a quiet word when it is over or rests."""
    if episode.suppressed:
        return format_html('<span class="tag">{}</span>', _("at rest"))
    if episode.end is not None:
        return _chip("ok", _("over"), bare=True)
    return _chip(EPISODE.get(episode.kind, "off"), _("running"))


@register.simple_tag
def command_chip(command: Any) -> SafeString:
    """How far something asked of a device got."""
    if command.state in COMMAND:
        return _chip(COMMAND[command.state], command.get_state_display())
    return format_html('<span class="tag">{}</span>', command.get_state_display())


@register.filter
def frame_label(number: int | None) -> str:
    """A frame's number as people write it: its lane and its place there."""
    return "" if number is None else f"{number // SPAN}-{number % SPAN}"


@register.filter
def masked(text: Any) -> str:
    """A text in which no password is left."""
    return masking.masked(str(text))


@register.filter
def value(value_e3: int | None) -> str:
    """Thousandths as a number; a dash where there is none."""
    return "–" if value_e3 is None else format_scaled(value_e3)


register.filter("factor_name", words.factor_name)
register.filter("factor_unit", words.factor_unit)
register.filter("unit_text", words.unit_text)
register.filter("flag_words", words.flag_words)
register.filter("command_words", words.command_words)
register.filter("lasting", words.lasting)
register.filter("late_words", words.late_words)
register.filter("by_words", words.by_words)
register.filter("refusal_words", refusal_words)


@register.filter
def leniency_words(name: str) -> Any:
    """What a leniency tolerates."""
    return words.LENIENCIES.get(name, name)


@register.filter
def statistic_words(name: str) -> Any:
    """What a statistic is called."""
    return words.STATISTICS.get(name, name)


@register.filter
def basis_words(name: str) -> Any:
    """On what a value rests."""
    return words.BASES.get(name, name)


@register.filter
def cause_words(name: str) -> Any:
    """What made a value come out otherwise."""
    return words.CAUSES.get(name, name)


@register.filter
def rule_words(name: str) -> str:
    """What a rule is called in the reader's language."""
    return words.rule_words(name)


@register.filter
def facts(numbers: Any) -> str:
    """The numbers that something rests on, as one line of words."""
    return said.facts(numbers)


@register.filter
def limit_text(limit: Any) -> str:
    """A limit as it binds: its number and unit."""
    return words.limit_text(limit)


@register.simple_tag
def how_long(episode: Episode, now: Any) -> str:
    """How long an episode lasted, or has lasted so far."""
    return words.lasting((episode.end or now) - episode.onset)


@register.filter
def percent(share: Fraction | str | None) -> str:
    """An exact share as per cent with one decimal; a dash where nothing was due or nothing is on record."""
    thousandths = permille(share) if isinstance(share, Fraction) else None
    return "–" if thousandths is None else f"{thousandths / 10:.1f}%"


@register.filter
def plain(number: float) -> str:
    """A number without trailing zeros."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


@register.filter
def episode_look(kind: str) -> str:
    """The look of a kind of episode while it runs."""
    return EPISODE.get(kind, "off")


@register.filter
def reason_words(reason: str) -> str:
    """Why a value does not count, in the reader's language."""
    return changes.reason_words(reason)


@register.filter
def ground_words(ground: str) -> Any:
    """What a limit rests on."""
    return dict(Ground.choices).get(ground, ground)


@register.filter
def mark_numbers(mark: dict[str, Any]) -> str:
    """The numbers of a mark."""
    numbers = mark.get("numbers")
    return said.facts(numbers or {})


register.filter("change_words", changes.change_words)


@register.simple_tag
def chart_block(chart: dict[str, Any], number: int) -> SafeString:
    """The numbers of a chart without what only the page uses."""
    spec = {
        key: value
        for key, value in chart.items()
        if key not in ("factor", "statistic", "supplements", "count")
    }
    return json_block(spec, f"curve-{number}")
