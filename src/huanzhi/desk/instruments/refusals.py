"""Why something could not be used 拒收原因, in the reader's words; the machine's own where it is none that we know."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

MOMENT = re.compile(r"\b(20\d\d|19\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\b")
REASONS: list[tuple[str, Any]] = [
    (r"the check says (?P<said>\S+), the bytes (?P<found>\S+)",
     _("the check says %(said)s, the bytes give %(found)s")),
    (r"the segment has no readable head", _("the data segment has no readable head")),
    (r"no device (?P<mn>.+) in force", _("no device %(mn)s is in force on the register")),
    (r"PW is not the device's", _("PW is not the device's")),
    (r"DataTime (?P<said>\S+) does not lie between (?P<from>\S+) and (?P<until>\S+)",
     _("data time %(said)s; possible is %(from)s to %(until)s: the device's clock is wrong")),
    (r"text neither in UTF-8 nor in GBK", _("text neither in UTF-8 nor in GBK")),
    (r"no CP=&&...&& at the end of the data segment", _("no CP=&&...&& at the end of the data segment")),
    (r"field (?P<field>.+) before CP is not known", _("field %(field)s before CP is not known")),
    (r"field (?P<field>.+) stands twice before CP", _("field %(field)s stands twice before CP")),
    (r"no (?P<field>\S+) before CP", _("no %(field)s before CP")),
    (r"item (?P<field>.+) of CP has no name and value", _("item %(field)s of CP has no name and value")),
    (r"DataTime: (?P<said>.+) is no time", _("data time %(said)s is no time")),
    (r"said twice", _("said twice")),
    (r"more than one", _("more than one")),
    (r"none beside data", _("none beside data")),
    (r"no time of this century", _("no time of this century")),
    (r"no (?P<statistic>\S+) period begins then", _("no period of that length begins then")),
    (r"no value beside the flag", _("no value beside the flag")),
    (r"no part of a reading", _("no part of a reading")),
    (r"no number", _("no number")),
    (r"no code of a factor", _("no code of a factor")),
    (r"no state flag", _("no state flag")),
]  # fmt: skip


def refusal_words(reason: str) -> str:
    """A reason in the reader's language, times as people write them.

    >>> refusal_words("no number"), refusal_words("something else")
    ('no number', 'something else')
    """
    for pattern, words in REASONS:
        if found := re.fullmatch(pattern, reason):
            return str(words) % {name: _moment(text) for name, text in found.groupdict().items()}
    return reason


def _moment(text: str) -> str:
    """A time of 14 digits as people write it; anything else as it stands."""
    return MOMENT.sub(r"\1-\2-\3 \4:\5:\6", text)
