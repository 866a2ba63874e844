"""What every report says beside its content; kept within it, so that a later translation changes no document."""

from django.utils import translation
from django.utils.translation import gettext_noop

from huanzhi.plan.reports.blocks import Block

LANGUAGES = ("zh-hans", "en")

FIXED = {
    "simulated": gettext_noop("Simulated data: for demonstration only, not to be used as a report"),
    "table": gettext_noop("Table {n}"),
    "figure": gettext_noop("Figure {n}"),
    "unit": gettext_noop("unit: {unit}"),
    "target": gettext_noop("target {value}"),
    "attachment": gettext_noop("Attachments:"),
    "source": gettext_noop("Source: "),
    "index": gettext_noop("Index of data sources"),
    "index_note": gettext_noop(
        "Every figure opens its proof. Addresses are within {site}; numbers are those beside the figures."
    ),
    "index_no": gettext_noop("No."),
    "index_name": gettext_noop("Which figure"),
    "index_value": gettext_noop("Value"),
    "index_address": gettext_noop("Where its proof is"),
    "check": gettext_noop("Check of this document"),
    "check_note": gettext_noop(
        "SHA-256 of the content. Whether it was sealed is answered, without a sign-in, at {site}{address}"
    ),
    "date": gettext_noop("{month}/{day}/{year}"),
}


def fixed(language: str) -> Block:
    """The fixed words in a language; ValueError for one that reports are not made in."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: reports are made in {', '.join(LANGUAGES)}")
    with translation.override(language):
        return {key: translation.gettext(words) for key, words in FIXED.items()}
