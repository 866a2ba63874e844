"""重复件: which earlier letters a letter may repeat, each with its score and reasons; a person decides."""

from collections.abc import Iterable

from huanzhi.plan.rectification.letter import InspectionLetter
from huanzhi.work.similarity import WORTH, Likeness, compare

MOST = 400  # earlier letters of the kind or the place that are looked at


def likeness(one: InspectionLetter, other: InspectionLetter) -> Likeness:
    """As cases are compared: the same kind and place, nearness, time, and words of what they say."""
    return compare(one, other)


def perhaps_repeats(
    letters: Iterable[InspectionLetter], earlier: Iterable[InspectionLetter]
) -> dict[int, tuple[InspectionLetter, Likeness]]:
    """By letter the likeliest earlier one that is worth a look; letters that are marked already are left out."""
    known = sorted(earlier, key=lambda one: (one.received_on, one.code))[-MOST:]
    found: dict[int, tuple[InspectionLetter, Likeness]] = {}
    for letter in letters:
        if letter.repeat_of_id is not None:
            continue
        before = [one for one in known if (one.received_on, one.code) < (letter.received_on, letter.code)]
        scored = [(one, likeness(letter, one)) for one in before]
        best = max(scored, key=lambda pair: pair[1].score, default=None)
        if best is not None and best[1].score >= WORTH:
            found[letter.pk] = best
    return found
