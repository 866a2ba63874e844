"""What monitoring has found becomes cases: one for each episode, once it has lasted as long as its rule says."""

import logging
import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from huanzhi.ledger.verbs import Actor
from huanzhi.monitoring.models import Episode, Point
from huanzhi.science.coordinates import to_wgs84
from huanzhi.science.decimals import format_scaled
from huanzhi.work.actions.advancing import WrongStep
from huanzhi.work.actions.opening import Finding, open_found
from huanzhi.work.case import Case

log = logging.getLogger(__name__)


@cache
def rules() -> dict[str, Any]:
    """Kinds of episodes with the kind of case and the hours; `look_back_days` beside them."""
    return tomllib.loads(
        resources.files("huanzhi.work").joinpath("findings.toml").read_text(encoding="utf-8")
    )


def open_episodes(actor: Actor, now: datetime | None = None) -> list[Case]:
    """A case for every recent episode that has lasted long enough and has none yet.

    One that nobody can be handed is said in the log and tried again the next time, so that nothing is lost.
    """
    now = now or timezone.now()
    made = []
    for kind, rule in rules().items():
        if isinstance(rule, dict):
            for episode in _lasting(kind, timedelta(hours=rule["hours"]), now):
                if _case_of(rule["kind"], episode, now) is not None:
                    continue
                try:
                    made.append(
                        open_found(actor, _finding(rule["kind"], episode), area=episode.point.area, now=now)
                    )
                except WrongStep as error:
                    log.warning("episode %s opens no case: %s", episode.pk, error)
    return made


def _lasting(kind: str, span: timedelta, now: datetime) -> list[Episode]:
    rows = Episode.objects.filter(kind=kind, suppressed="", onset__lte=now - span)
    rows = rows.filter(onset__gte=now - timedelta(days=rules()["look_back_days"]))
    rows = rows.filter(Q(end__isnull=True) | Q(end__gte=F("onset") + span))
    return list(rows.select_related("point__area", "device").order_by("onset"))


def _subject(episode: Episode) -> str:
    return f"point:{episode.point.code}" + (f":{episode.factor}" if episode.factor else "")


def _case_of(kind: str, episode: Episode, now: datetime) -> Case | None:
    """The case of this episode. Computed again its onset may have moved: the case's onset lies within it still."""
    for case in Case.objects.filter(kind=kind, subject=_subject(episode)).order_by("-opened_at")[:20]:
        onset = parse_datetime(case.finding.get("onset", ""))
        if onset is not None and episode.onset <= onset <= (episode.end or now):
            return case
        if case.episode == episode.onset.isoformat():
            return case
    return None


def _finding(kind: str, episode: Episode) -> Finding:
    point = episode.point
    told: dict[str, Any] = {
        "onset": episode.onset.isoformat(),
        "end": episode.end.isoformat() if episode.end else None,
        "rule": f"{episode.rule} {episode.edition}",
        "episode": episode.pk,
        "factor": episode.factor,
        "device": episode.device.code if episode.device else None,
    }
    if episode.peak_e3 is not None:
        told["peak"] = format_scaled(episode.peak_e3, 3)
    title = f"{point.name} {episode.factor}".strip()
    return Finding(
        kind,
        f"{title} {episode.get_kind_display()}",
        _subject(episode),
        episode.onset.isoformat(),
        told,
        *_place(point),
        simulated=episode.simulated,
    )


def _place(point: Point) -> tuple[Decimal | None, Decimal | None]:
    """Where the point stands, in WGS-84; a reference that its source did not state is taken as that."""
    if point.lon is None or point.lat is None:
        return None, None
    crs = "wgs-84" if point.crs == "unstated" else point.crs
    lon, lat = to_wgs84(float(point.lon), float(point.lat), crs)
    return Decimal(f"{lon:.6f}"), Decimal(f"{lat:.6f}")
