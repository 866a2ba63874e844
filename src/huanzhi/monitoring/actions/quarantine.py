"""隔离处置: what a person decides about frames and values that could not be used."""

from collections.abc import Sequence

from django.utils import timezone

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.monitoring.actions.unpacking import open_again
from huanzhi.monitoring.models import Quarantined

NAMED = 50  # so many rows are named one by one in the ledger; more are named by their number and ends


class NothingWaits(ValueError):
    """None of the rows waits for a look any more."""


@verb("monitoring.dismiss-quarantined")
def dismiss(actor: Actor, quarantined_ids: Sequence[int], note: str) -> int:
    """Take rows out of the list of what waits, with a note; the rows stay, and so do their frames in the journal.

    Returns how many waited; NothingWaits when none did, ValueError without a note.
    """
    note = note.strip()
    if not note:
        raise ValueError("a note says why they are set aside")
    waiting = Quarantined.objects.select_for_update().filter(pk__in=quarantined_ids, reviewed_at=None)
    rows = list(waiting.order_by("pk").values_list("pk", "mn", "kind"))
    if not rows:
        raise NothingWaits("none of these rows waits for a look any more")
    numbers = [pk for pk, _mn, _kind in rows]
    Quarantined.objects.filter(pk__in=numbers).update(
        reviewed_at=timezone.now(), reviewed_by=actor.name, note=note
    )
    after = {
        "count": len(rows),
        "first": numbers[0],
        "last": numbers[-1],
        "rows": numbers if len(numbers) <= NAMED else [],
        "devices": sorted({mn for _pk, mn, _kind in rows}),
        "kinds": sorted({kind for _pk, _mn, kind in rows}),
    }
    record("quarantine:dismissed", after=after, reason=note)
    return len(rows)


@verb("monitoring.take-quarantined-again")
def take_again(actor: Actor, quarantined_ids: Sequence[int]) -> int:
    """Open their frames once more, after what was wrong (the device was not registered) was put right.

    What still cannot be used comes back as a new row with its new reason. Returns how many frames brought readings.
    """
    waiting = Quarantined.objects.select_for_update().filter(pk__in=quarantined_ids, reviewed_at=None)
    rows = list(waiting.order_by("pk").values_list("pk", "frame"))
    if not rows:
        raise NothingWaits("none of these rows waits for a look any more")
    numbers = sorted({number for _pk, number in rows})
    now = timezone.now()
    Quarantined.objects.filter(pk__in=[pk for pk, _number in rows]).update(
        reviewed_at=now, reviewed_by=actor.name
    )
    taken = open_again(numbers, now)
    after = {
        "rows": len(rows),
        "frames": len(numbers),
        "first": numbers[0],
        "last": numbers[-1],
        "taken": taken,
    }
    record("quarantine:taken-again", after=after)
    return taken
