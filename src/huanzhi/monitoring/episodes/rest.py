"""Rest 静默: an episode that a declared shutdown, calibration or maintenance explains is kept, and shown quiet.

What is left of it outside the declared time must by itself be enough for an episode, or it rests: an exceedance that
begins in a maintenance and goes on for hours after it does not.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from huanzhi.monitoring.episodes.detect import HOUR, Spec
from huanzhi.monitoring.episodes.rules import Rule
from huanzhi.monitoring.episodes.spans import Span, seconds, within, without

LENGTH = 200


class Declared(NamedTuple):
    """A declaration: its kind, when, and how it is spoken of."""

    kind: str
    start: datetime
    end: datetime
    words: str

    @property
    def span(self) -> Span:
        """From when until when."""
        return (self.start, self.end)


def rest_of_hours(spec: Spec, declared: Sequence[Declared]) -> str:
    """Why an episode of hours rests, or nothing."""
    those = [one for one in declared if one.kind in spec.rule.rests_for]
    touched = [hour for hour in spec.bad if within([(hour.time - HOUR, hour.time)], [o.span for o in those])]
    if not touched or len(spec.bad) - len(touched) >= spec.rule["begins_hours"]:
        return ""
    return _words(those, (spec.onset, spec.last))


def rest_of_silence(
    rule: Rule, silent: Span, longest: timedelta, declared: Sequence[Declared]
) -> str:  # fmt: skip
    """Why a silence rests, or nothing; `longest` is how long the device may say nothing anyway."""
    those = [one for one in declared if one.kind in rule.rests_for]
    covered = within([silent], [one.span for one in those])
    left = max((end - start for start, end in without([silent], covered)), default=timedelta())
    return _words(those, silent) if seconds(covered) and left <= longest else ""


def _words(those: Sequence[Declared], span: Span) -> str:
    """The declaration that covers most of it."""
    best = max(those, key=lambda one: (seconds(within([span], [one.span])), one.start))
    return best.words[:LENGTH]
