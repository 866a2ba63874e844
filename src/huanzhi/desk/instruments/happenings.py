"""经过: what happened at a point and to its device, step by step, each with the frames that it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import polars as pl
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huanzhi.desk.instruments.changes import change_words
from huanzhi.desk.instruments.window import Window
from huanzhi.desk.instruments.words import (
    CAUSES,
    by_words,
    command_words,
    factor_name,
    lasting,
    limit_text,
    parameter_words,
)
from huanzhi.desk.templatetags.instruments import frame_label
from huanzhi.monitoring.frame_queries import answers
from huanzhi.monitoring.models import Change, Command, Device, Episode, Point
from huanzhi.science.decimals import format_scaled

TOGETHER = timedelta(minutes=10)  # late frames this close to one another are one supplement
MOST = 400


@dataclass(frozen=True)
class Happening:
    """One line of the story."""

    at: datetime
    icon: str
    title: str
    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    look: str = ""
    rows: list[str] = field(default_factory=list)


def frame_link(number: int | None) -> list[tuple[str, str]]:
    """A frame by its number, as a link."""
    return [(frame_label(number), reverse("desk:frame", args=[number]))] if number else []


def happenings(
    user: Any,
    point: Point | None,
    device: Device | None,
    window: Window,
    late: pl.DataFrame,
    episodes: Sequence[Episode],
) -> list[Happening]:
    """Everything in the window, in the order of time. `late` are the readings that came after their time."""
    found: list[Happening] = []
    for episode in episodes:
        found += _episode(episode, window)
    if device is not None:
        found += _commands(user, device, window)
    found += _supplements(late)
    if point is not None:
        found += _changes(user, point, window)
        found += _people(point, window)
    return sorted((one for one in found if window.start < one.at <= window.now), key=lambda one: one.at)


def _episode(episode: Episode, window: Window) -> Iterator[Happening]:
    facts = {
        "span": lasting((episode.end or window.now) - episode.onset),
        "factor": factor_name(episode.factor),
    }
    if episode.kind == Episode.Kind.OFFLINE:
        last, first = frame_link(episode.first_frame), frame_link(episode.last_frame)
        text = _(
            "The last frame before the silence is the one linked here; from here on the device is off line."
        )
        yield Happening(episode.onset, "off", _("Frames stop, the device goes off line"), text, last, "off")
        if episode.end:
            words = _("Off line for %(span)s; the episode is closed.") % facts
            yield Happening(
                episode.end, "ok", _("Connection is back, the episode is closed"), words, first, "ok"
            )
        return
    if episode.kind == Episode.Kind.EXCEEDANCE:
        peak = _peak(episode)
        yield Happening(
            episode.onset,
            "off",
            _("%(factor)s exceeds its limit") % facts,
            peak,
            frame_link(episode.first_frame),
            "off",
        )
        end = _("%(factor)s keeps its limit again") % facts
    else:
        yield Happening(
            episode.onset,
            "na",
            _("No value of %(factor)s from here on") % facts,
            episode.suppressed,
            look="na",
        )
        end = _("Values of %(factor)s again") % facts
    if episode.end:
        words = _("It lasted %(span)s; the episode is closed.") % facts
        yield Happening(episode.end, "ok", end, words, frame_link(episode.last_frame), "ok")


def _peak(episode: Episode) -> str:
    if episode.peak_e3 is None or episode.peak_at is None:
        return episode.suppressed
    at = timezone.localtime(episode.peak_at).strftime("%H:%M")
    words = _("Peak %(value)s in the hour ending %(at)s, limit %(limit)s.") % {
        "value": format_scaled(episode.peak_e3), "at": at, "limit": limit_text(episode.numbers) or "–",
    }  # fmt: skip
    return f"{words} {episode.suppressed}".strip()


def _commands(user: Any, device: Device, window: Window) -> Iterator[Happening]:
    asked = Command.objects.visible_to(user).filter(device=device, at__gt=window.start, at__lte=window.end)
    rows = list(asked[:MOST])
    found = answers(user, device.code, rows)
    for row in rows:
        first, last = found.get(row.qn, (None, None))
        answered = ngettext("%(n)s frame in answer", "%(n)s frames in answer", row.frames) % {"n": row.frames}
        parts = [
            parameter_words(row.parameters),
            row.get_state_display(),
            answered if row.frames else "",
            by_words(row.by),
        ]
        title = _("Asked of the device: %(what)s") % {"what": command_words(row.cn)}
        links = frame_link(first) + (frame_link(last) if last != first else [])
        yield Happening(row.at, "flag", title, " · ".join(filter(None, parts)), links)


def _supplements(late: pl.DataFrame) -> Iterator[Happening]:
    """Late frames close to one another are one supplement."""
    if late.is_empty():
        return
    frames = late.group_by("row").agg(
        pl.col("received").first(),
        pl.col("time").min().alias("since"),
        pl.col("time").max().alias("until"),
        pl.len().alias("readings"),
    )
    batch: list[dict[str, Any]] = []
    for row in frames.sort("received", "row").iter_rows(named=True):
        if batch and row["received"] - batch[-1]["received"] > TOGETHER:
            yield _supplement(batch)
            batch = []
        batch.append(row)
    yield _supplement(batch)


def _supplement(batch: list[dict[str, Any]]) -> Happening:
    readings, count = sum(row["readings"] for row in batch), len(batch)
    since, until = min(row["since"] for row in batch), max(row["until"] for row in batch)
    span = {
        "since": timezone.localtime(since).strftime("%H:%M"),
        "until": timezone.localtime(until).strftime("%H:%M"),
    }
    title = ngettext("Supplement received: %(n)s frame", "Supplement received: %(n)s frames", count) % {
        "n": count
    }
    words = ngettext("%(n)s reading", "%(n)s readings", readings) % {"n": readings}
    text = _("%(readings)s, for data times %(since)s to %(until)s") % {"readings": words, **span}
    links = frame_link(batch[0]["row"]) + (frame_link(batch[-1]["row"]) if count > 1 else [])
    return Happening(batch[0]["received"], "hand", title, text, links)


def _changes(user: Any, point: Point, window: Window) -> Iterator[Happening]:
    """What stood and came out otherwise: one line for all factors of an hour."""
    held = (
        Change.objects.visible_to(user)
        .filter(point=point)
        .filter(Q(at__gt=window.start, at__lte=window.end) | Q(time__gt=window.start, time__lte=window.end))
    )
    rows = sorted(held[:MOST], key=lambda row: (row.at, row.what, row.time, row.cause, row.factor))
    for (at, what, time, cause), those in groupby(rows, lambda row: (row.at, row.what, row.time, row.cause)):
        changes = list(those)
        when = timezone.localtime(time)
        named = when.strftime("%m-%d") if "day" in what else when.strftime("%m-%d %H:%M")
        kinds = {"hour": _("Hour %(when)s recomputed"), "day": _("Day %(when)s recomputed")}
        kinds["episode"] = _("Episode of %(when)s came out otherwise")
        title = kinds.get(what.removeprefix("air-"), _("%(when)s computed anew")) % {"when": named}
        links = {number: None for number in (row.frame for row in changes) if number}
        frames = [link for number in list(links)[:3] for link in frame_link(number)]
        yield Happening(
            at,
            "run",
            title,
            _("because of %(cause)s") % {"cause": CAUSES.get(cause, cause)},
            frames,
            rows=[change_words(row) for row in changes],
        )


def _people(point: Point, window: Window) -> Iterator[Happening]:
    """What people said: reviews and declarations made in the window or about it."""
    for one in point.reviews.filter(at__gt=window.start, at__lte=window.end)[:MOST]:
        title = _("Reviewed: %(factor)s %(standing)s") % {
            "factor": factor_name(one.factor),
            "standing": one.get_standing_display(),
        }
        yield Happening(one.at, "hand", title, f"{one.reason} · {one.by}")
    for said in point.declarations.filter(start__gt=window.start, start__lte=window.end)[:MOST]:
        until = timezone.localtime(said.end).strftime("%m-%d %H:%M")
        title = _("Declared: %(kind)s until %(until)s") % {"kind": said.get_kind_display(), "until": until}
        yield Happening(said.start, "lock", title, f"{said.reason} · {said.by}")
