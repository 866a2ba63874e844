"""Sealing 封存: a day that is over is put together, hashed and entered in the ledger; then its raw frames may go.

Readings that come later, and files put together when a month closes, make the next version of the seal; the ledger
keeps every version.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.monitoring import durable, seals
from huanzhi.monitoring.actions.flush import flush
from huanzhi.monitoring.actions.journal import trim_journal
from huanzhi.monitoring.actions.turns import turn
from huanzhi.monitoring.keeping import journal_days, keeping
from huanzhi.monitoring.lake import compaction
from huanzhi.monitoring.lake.columns import last_day, period_of
from huanzhi.monitoring.lake.delta import place
from huanzhi.monitoring.readings import STATISTICS
from huanzhi.monitoring.sealed import SealedDay
from huanzhi.science.shanghai import local

VERB = "monitoring.seal-day"
_LOCK = 0x5345414C  # "SEAL": days are closed by one process at a time


def seal_day(actor: Actor, day: date, now: datetime | None = None) -> SealedDay:
    """Close a day: put its files together, hash them, enter the hashes in the ledger. Again when something came late.

    Raises ValueError when the day or its grace is not over, LookupError when there is no reading of it.
    """
    return seal_days(actor, [day], now)[day]


def seal_due(actor: Actor, now: datetime | None = None, most: int = 31) -> list[SealedDay]:
    """Seal the days that are due, the oldest first, at most so many."""
    now = now or timezone.now()
    days = seals.due(now)[:most]
    return list(seal_days(actor, days, now).values()) if days else []


def seal_days(actor: Actor, days: Iterable[date], now: datetime | None = None) -> dict[date, SealedDay]:
    """The same for several days at once: a file that holds many of them is hashed once.

    Days whose files were put together with theirs (the other days of a month that closes) are entered too.
    """
    now, days = now or timezone.now(), set(days)
    if not actor.may(VERB):  # before anything is put together; the verb itself would say so too late
        raise NotAllowed(f"{actor.name} ({actor.role}) may not {VERB}")
    if early := [str(day) for day in sorted(days) if not seals.over(day, now)]:
        raise ValueError(f"day {', '.join(early)}: not over for {keeping().grace_hours} hours yet")
    with turn(_LOCK, wait=True):
        return _seal(actor, days, now)


def _seal(actor: Actor, days: set[date], now: datetime) -> dict[date, SealedDay]:
    flush(now, least=1)
    periods = {(statistic, period_of(statistic, day)) for statistic in STATISTICS for day in days}
    removed = {path for statistic, period in sorted(periods) for path in _compact(statistic, period, now)}
    held = seals.holding()
    if empty := [str(day) for day in sorted(days) if day not in held]:
        raise LookupError(f"day {', '.join(empty)}: no readings")
    others = {other for other, seal in seals.newest_seals().items() if removed & set(seal.files)}
    return _enter(actor, {day: held[day] for day in sorted(days | others)}, now)


def _compact(statistic: str, period: date, now: datetime) -> set[str]:
    """Put a period's files together, sealed ones only when it is over and in too many files."""
    last = last_day(statistic, period)
    closing = seals.over(last, now) and compaction.loose(statistic, period)
    kept = set() if closing else seals.paths(period, last)
    return compaction.compact(statistic, period, kept).removed


@verb(VERB)
def _enter(actor: Actor, days: dict[date, set[str]], now: datetime) -> dict[date, SealedDay]:
    """The next version of each of those days, unless its files are those of the newest."""
    newest, found = seals.newest_seals(), {}
    fresh = {day: held for day, held in days.items() if day not in newest or set(newest[day].files) != held}
    paths = sorted(set().union(*fresh.values()))
    durable.sync(place() / path for path in paths)
    digests = {path: seals.sha256(path) for path in paths}
    rows = {path: seals.rows_by_day(path) for path in paths}
    for day, held in days.items():
        before = newest.get(day)
        if day not in fresh and before is not None:
            record(before, reason="already so")
            found[day] = before
            continue
        seal = SealedDay.objects.create(
            day=day,
            version=before.version + 1 if before else 1,
            files={path: digests[path] for path in sorted(held)},
            rows=sum(rows[path].get(day, 0) for path in held),
            at=now,
        )
        entry = record(
            seal, before=_plain(before) if before else None, after=_plain(seal), reason=_why(before, seal)
        )
        seal.entry = entry.seq
        seal.save(update_fields=["entry"])
        found[day] = seal
    return found


def _plain(seal: SealedDay) -> dict:
    return {"day": seal.day, "version": seal.version, "rows": seal.rows, "files": seal.files}


def _why(before: SealedDay | None, seal: SealedDay) -> str:
    if before is None:
        return ""
    late = seal.rows - before.rows
    return f"{late} late readings" if late else "the same readings in other files"


def verify_seal(sealed: SealedDay, now: datetime | None = None) -> list[str]:
    """Hold a day's files against its seal and the ledger; what differs is named. The seal keeps when it last held.

    Only the newest version of a day can hold: files of earlier ones were put together since.
    """
    found = seals.differences(sealed)
    sealed.verified_at = None if found else now or timezone.now()
    sealed.save(update_fields=["verified_at"])
    return found


def verify_seals(days: Iterable[date] | None = None, now: datetime | None = None) -> list[str]:
    """The same for the newest seal of those days, or of all."""
    newest = seals.newest_seals()
    chosen = sorted(newest) if days is None else sorted(days)
    if absent := [str(day) for day in chosen if day not in newest]:
        raise LookupError(f"not sealed: {', '.join(absent)}")
    return [line for day in chosen for line in verify_seal(newest[day], now)]


def sweep() -> int:
    """Remove from the disk the files that left the lake long enough ago; how many."""
    return compaction.sweep(keeping().removed_hours)


def keep_up(actor: Actor, now: datetime | None = None) -> dict[str, int] | None:
    """The daily round: seal what is due, verify what was sealed in it, sweep, trim the journal.

    It may take minutes for a day of a district, so it runs in a process of its own and can be ended at any moment: what
    is half done is in nobody's way, and the next round takes it up. None when another process is at it. Raises
    RuntimeError when what was just sealed differs already.
    """
    now = now or timezone.now()
    with turn(_LOCK) as mine:
        if not mine:
            return None
        sealed = seal_due(actor, now)
        if differing := [line for seal in sealed for line in verify_seal(seal, now)]:
            raise RuntimeError("; ".join(differing))
        return {"sealed": len(sealed), "swept": sweep(), "trimmed": _trimmed(actor, now)}


def _trimmed(actor: Actor, now: datetime) -> int:
    """Trim what is older than the journal keeps; nothing when it keeps everything."""
    days = journal_days()
    if days is None:
        return 0
    return trim_journal(actor, local(now - timedelta(days=days)).date(), now)
