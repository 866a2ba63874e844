"""Targets and deadlines inside a task, and dated promises anywhere (里程碑)."""

import re

from huanzhi.wire.plandoc.outline import Line
from huanzhi.wire.plandoc.shape import Milestone, Target

SENTENCE = re.compile(r"[^。；]+[。；]?")
TITLE = re.compile(r"《[^》]*》")
DEADLINE = re.compile(r"(?:到|至|在|确保|，|^)?\s*(20\d\d)年(?:底|末)?(?:前)?")
PAIR = re.compile(r"(20\d\d)年、(20\d\d)年")
VERB = r"(?:达到|达|提高到|提升到|降至|降到|控制在|稳定在|保持在|保持|不低于|不少于|不超过|为|实现)"
VALUE = re.compile(VERB + r"\s*(\d+(?:\.\d+)?)\s*(%|％|[^\d，。；、以左（]{1,8})?")
CLAUSE = re.compile(r"[^，。；]+")


def sentences(text: str) -> list[str]:
    """Sentences of a text, ended by 。 or ；."""
    return [found[0].strip() for found in SENTENCE.finditer(text) if found[0].strip("。； \n")]


def years(sentence: str, first: int) -> list[int]:
    """The years a sentence sets, from `first` on; names of documents do not count."""
    bare = TITLE.sub("", sentence)
    found = {int(year) for pair in PAIR.findall(bare) for year in pair}
    found |= {int(match[1]) for match in DEADLINE.finditer(bare)}
    return sorted(year for year in found if year >= first)


def of_task(body: str, first: int) -> list[Target]:
    """The targets of a task: one for each number to be reached; one without a number for a dated promise."""
    targets: list[Target] = []
    for sentence in sentences(body):
        when = years(sentence, first)
        year = when[-1] if when else None
        numbers = [
            (clause, found)
            for clause in CLAUSE.findall(TITLE.sub("", sentence))
            for found in VALUE.finditer(clause)
            if not re.fullmatch(r"20\d\d", found[1])
        ]
        for clause, found in numbers:
            unit = (found[2] or "").strip().replace("％", "%")
            targets.append(
                Target(
                    clause.strip() if len(numbers) > 1 else sentence.strip("。；"),
                    float(found[1]),
                    unit,
                    year,
                )
            )
        if when and not numbers:
            targets.append(Target(sentence.strip("。；"), None, "", year))
    return targets


def milestones(lines: list[Line], period: tuple[int, int]) -> list[Milestone]:
    """Every dated promise of the running text, in the order of years, then of the text."""
    found: list[Milestone] = []
    for line in lines:
        if line.chapter < 2:
            continue
        for sentence in sentences(line.text):
            text = sentence.strip("。； \t")
            found += [Milestone(year, text) for year in years(sentence, period[0]) if len(text) > 10]
    return sorted(dict.fromkeys(found), key=lambda item: item.year)
