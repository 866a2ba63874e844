"""Bodies as printed, and which printings may be one body: proposed, never merged."""

from collections import Counter

from huanzhi.wire.plandoc.shape import Organisation, Task
from huanzhi.wire.plandoc.words import terms


def _bare(name: str) -> str:
    """The name without the letter of its level, long forms made short, to compare printings by."""
    for prefix in terms()["prefixes"]:
        if name.startswith(prefix) and len(name) > 3:
            name = name.removeprefix(prefix)
            break
    for long, shorts in terms()["synonyms"].items():
        if name == long:
            return str(shorts[0])
    return name


def read(tasks: list[Task]) -> list[Organisation]:
    """Every body once, the most often named first; the commonest printing gives the name, others are aliases.

    `tasks` counts those that name the body, under any of its printings, as leading or responsible.
    """
    printed: Counter[str] = Counter()
    for task in tasks:
        printed.update(dict.fromkeys([*task.responsible, *task.supporting], 1))
    groups: dict[str, list[str]] = {}
    for name, _ in printed.most_common():
        groups.setdefault(_bare(name), []).append(name)
    found = []
    for same in groups.values():
        named = sum(any(name in same for name in task.responsible) for task in tasks)
        found.append(Organisation(same[0], same[1:], named))
    return sorted(found, key=lambda body: -body.tasks)


def near(names: list[str]) -> list[tuple[str, str]]:
    """Pairs of printings that differ in one letter or in a word left out: kept apart, and asked about.

    >>> near(["区执法局", "区城管执法局", "区住建局"])
    [('区执法局', '区城管执法局')]
    """
    pairs = []
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            short, long = sorted((_bare(one), _bare(other)), key=len)
            if len(short) >= 3 and short != long and _left_out(short, long):
                pairs.append((one, other))
    return pairs


def _left_out(short: str, long: str) -> bool:
    """Whether the long name is the short one with letters put in, its first or last two letters kept."""
    letters = iter(long)
    return (
        long[-1] == short[-1] and all(letter in letters for letter in short) and len(long) - len(short) <= 4
    )
