"""状态 The algebra of standings: what a reading may be taken for, and how verdicts on it go together.

Five standings, in this order (each hides those before it):

- ``valid`` 有效: nothing was said against it.
- ``suspect`` 存疑: something was said, nothing was proved; it counts and says so until a person has looked.
- ``invalid`` 无效: it says nothing about the air or the water.
- ``missing`` 缺失: there is no value.
- ``stopped`` 停运: the source stood still; a value is not due.

Laws (tested as properties in ``tests/monitoring/quality/test_standing.py``):

1. ``combine`` is commutative, associative and idempotent: the order of checks, and a check run twice, change nothing.
   ``valid`` is its identity; ``stopped`` absorbs. It is monotone: one more check never makes a reading better.
2. A review of a reading that has a value replaces what flag and checks said: ``reviewed(s, w, True) == w``.
3. The last word stands: ``reviewed(reviewed(s, a, t), b, t) == reviewed(s, b, t)`` for a word b. Taking the last
   word back leaves what stood before it.
4. A review makes nothing out of nothing: ``reviewed(s, w, False) == s``. So ``valid`` and ``suspect`` always have a
   value: no reading without one ever passes.
5. No word, no change: ``reviewed(s, None, t) == s``.
6. What a mean stands at is the combination of those that take part; only passing ones do, so it passes, and one
   suspect reading makes it suspect.
"""

from collections.abc import Iterable
from functools import cache, reduce

from huanzhi.monitoring.quality.rules import former_flags
from huanzhi.monitoring.vocabulary import factors, flags
from huanzhi.standards.source_monitoring import COUNTS, STOPPED, uses

ORDER = ("valid", "suspect", "invalid", "missing", "stopped")
PASSING = ("valid", "suspect")
WORDS = ("valid", "invalid")  # what a person may say
RANK = {name: rank for rank, name in enumerate(ORDER)}


def combine(*standings: str) -> str:
    """What verdicts on the same reading come to: the one that hides the others.

    >>> combine(), combine("valid", "suspect"), combine("stopped", "invalid")
    ('valid', 'suspect', 'stopped')
    """
    return reduce(lambda a, b: a if RANK[a] >= RANK[b] else b, standings, ORDER[0])


def reviewed(standing: str, word: str | None, there: bool) -> str:
    """After a person's word; `there` is whether the reading has a value. ValueError for a word nobody may say.

    >>> reviewed("invalid", "valid", True), reviewed("missing", "valid", False), reviewed("suspect", None, True)
    ('valid', 'missing', 'suspect')
    """
    if word is None or not there:
        return standing
    if word not in WORDS:
        raise ValueError(f"a review says {' or '.join(WORDS)}, not {word!r}")
    return word


def passes(standing: str) -> bool:
    """Whether a reading takes part in means.

    >>> [name for name in ORDER if passes(name)]
    ['valid', 'suspect']
    """
    return standing in PASSING


def of_mean(standings: Iterable[str]) -> str | None:
    """What a mean stands at; None when no reading passes.

    >>> of_mean(["valid", "suspect", "invalid"]), of_mean(["invalid"])
    ('suspect', None)
    """
    taking_part = [name for name in standings if passes(name)]
    return combine(*taking_part) if taking_part else None


def of_flag(flag: str, factor: str = "") -> str:
    """What the device's own flag says (数据标记); an unknown flag says nothing good.

    Over range (T) counts at a source, where the range's end is the least it can be, and so is suspect; it does not
    count in ambient air. Flags of HJ/T 212-2005 are read beside those of 2017.

    >>> of_flag("N"), of_flag("D"), of_flag("F"), of_flag("?")
    ('valid', 'invalid', 'stopped', 'invalid')
    >>> of_flag("T", "a21026"), of_flag("T", "pm2_5")
    ('suspect', 'invalid')
    """
    return flag_standings(factor.split("-")[0] in factors()).get(flag, "invalid")


@cache
def flag_standings(ambient: bool) -> dict[str, str]:
    """Flag to standing, for ambient air or for a source."""
    if ambient:
        said = {code: "valid" if flag.counts else "invalid" for code, flag in flags().items()}
    else:
        said = {code: "valid" if use == COUNTS else "invalid" for code, use in uses().items()}
        said = {code: "suspect" if said[code] == "valid" and code != "N" else said[code] for code in said}
    stopped = {code: "stopped" for code, use in uses().items() if use == STOPPED}
    return former_flags() | said | stopped
