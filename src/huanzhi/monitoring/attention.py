"""待办计数: how much of instruments waits for somebody; counted on every page, so each is one small query."""

from dataclasses import dataclass

from django.db.models import Count, Q

from huanzhi.monitoring.models import Device, Episode, Quarantined, Suspicion

MOST = 1000  # rows of quarantine that are counted; more are "a thousand"


@dataclass(frozen=True)
class Attention:
    """Devices off line, episodes running, rows in quarantine, suspicions to be judged."""

    offline: int
    running: int
    quarantined: int
    suspicions: int


def attention() -> Attention:
    """What waits now; episodes that rest are not counted."""
    silent = Count("pk", filter=Q(kind=Episode.Kind.OFFLINE))
    running = Episode.objects.filter(end=None, suppressed="").aggregate(running=Count("pk"), offline=silent)
    return Attention(
        quarantined=Quarantined.objects.filter(reviewed_at=None).order_by()[:MOST].count(),
        suspicions=Suspicion.objects.filter(judged="").count(),
        **running,
    )


@dataclass(frozen=True)
class Instruments:
    """The instruments in a line: how many there are, how many are on line, which episodes run by kind."""

    devices: int
    online: int
    episodes: dict[str, int]


def instruments() -> Instruments:
    """For a leader's page; devices that never spoke count as not on line."""
    counted = Device.objects.aggregate(
        devices=Count("pk"), heard=Count("pk", filter=Q(contact__isnull=False))
    )
    rows = (
        Episode.objects.filter(end=None, suppressed="").order_by().values_list("kind").annotate(n=Count("pk"))
    )
    episodes = dict(rows)
    return Instruments(counted["devices"], counted["heard"] - episodes.get(Episode.Kind.OFFLINE, 0), episodes)
