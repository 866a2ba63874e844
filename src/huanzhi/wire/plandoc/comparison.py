"""At most or at least: by the table's sign, else by the running text, else by what the name says."""

import re
from dataclasses import replace

from huanzhi.wire.plandoc.shape import Indicator, Target, Task
from huanzhi.wire.plandoc.words import subject, terms

NUMBER = r"\s*(\d+(?:\.\d+)?)\s*[^，。；、\d]{0,8}?"


def _patterns(key: str) -> list[re.Pattern[str]]:
    return [re.compile(re.escape(word).replace("N", NUMBER)) for word in terms()[key]]


def in_words(text: str, value: float) -> str:
    """`<=`, `>=` or "" as the words around the number say.

    >>> in_words("细颗粒物浓度降至30微克/立方米以下", 30.0), in_words("比例达到90%", 90.0)
    ('<=', '')
    """
    for sign, key in (("<=", "at_most"), (">=", "at_least")):
        for pattern in _patterns(key):
            if any(float(found[1]) == value for found in pattern.finditer(text)):
                return sign
    return ""


def by_name(name: str) -> str:
    """What the name of an indicator says about its direction."""
    if any(word in name for word in terms()["lower_is_better"]):
        return "<="
    return ">=" if any(word in name for word in terms()["higher_is_better"]) else "="


def statements(indicator: Indicator, tasks: list[Task]) -> list[tuple[Task, Target]]:
    """What tasks say of an indicator: each target whose words name what the indicator is about."""
    about = subject(indicator.name)
    said = [(task, target) for task in tasks for target in task.targets]
    return [(task, target) for task, target in said if _names(indicator.name, about, target.text)]


def _names(name: str, about: tuple[str, ...], text: str) -> bool:
    """Whether the words name the indicator: what it is about, or the last half of its name."""
    return any(word in text for word in about) or (len(name) >= 10 and name[-(len(name) // 2) :] in text)


def settle(indicator: Indicator, tasks: list[Task]) -> Indicator:
    """The indicator with its comparator decided."""
    if indicator.comparator or indicator.value is None:
        return indicator
    words = (in_words(target.text, indicator.value) for _, target in statements(indicator, tasks))
    sign = next((word for word in words if word), "") or by_name(indicator.name)
    return replace(indicator, comparator=sign)
