"""What a batch of frames tells of the devices that sent them: what each said last, and the counts of its day."""

from collections import Counter, defaultdict
from datetime import date, datetime

from huanzhi.monitoring.doors.opened import Opened
from huanzhi.monitoring.inbox import Frame
from huanzhi.monitoring.models import Contact, Device, DeviceDay
from huanzhi.science.shanghai import OFFSET

COUNTED = ("frames", "refused", "repeats", "late")
LENIENT = "leniency:"
CONTACT = ("received", "frame", "command", "data_time", "late_seconds", "peer", "edition")


class Voices:
    """Collects; `settle` writes, in the caller's transaction. Devices that are on no record leave no row here."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[Frame, Opened]] = {}
        self._newest: dict[str, tuple[datetime, datetime]] = {}  # newest data time, and when it was received
        self._counts: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)

    def count(self, mn: str, frame: Frame, what: str) -> None:
        """One more of COUNTED, or of a leniency, on the day on which the frame was received."""
        self._counts[mn, frame.received.astimezone(OFFSET).date()][what] += 1

    def said(self, frame: Frame, opened: Opened) -> None:
        """A device has spoken."""
        self._heard[opened.device] = (frame, opened)
        if opened.readings:
            newest = (max(one.time for one in opened.readings), frame.received)
            self._newest[opened.device] = max(self._newest.get(opened.device, newest), newest)
        self.count(opened.device, frame, "frames")
        for name in opened.leniencies:
            self.count(opened.device, frame, LENIENT + name)

    def settle(self) -> None:
        """Write everything."""
        names = {*self._heard, *(mn for mn, _ in self._counts)}
        keys = dict(Device.objects.filter(code__in=names).values_list("code", "pk"))
        self._contacts(keys)
        self._days(keys)

    def _contacts(self, keys: dict[str, int]) -> None:
        known = {one.device_id: one for one in Contact.objects.filter(device__in=keys.values())}
        rows = [
            self._contact(keys[mn], known.get(keys[mn]), mn, frame, opened)
            for mn, (frame, opened) in self._heard.items()
            if mn in keys
        ]
        Contact.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["device"], update_fields=CONTACT, batch_size=2000
        )

    def _contact(self, key: int, before: Contact | None, mn: str, frame: Frame, opened: Opened) -> Contact:
        """How late the newest data were; what comes later to fill a place does not make them later."""
        data_time = before.data_time if before else None
        late = before.late_seconds if before else None
        newest = self._newest.get(mn)
        if newest and (data_time is None or newest[0] > data_time):
            data_time, late = newest[0], round((newest[1] - newest[0]).total_seconds())
        return Contact(
            device_id=key,
            received=frame.received,
            frame=frame.pk,
            command=opened.command,
            data_time=data_time,
            late_seconds=late,
            peer=frame.peer,
            edition=opened.edition,
        )

    def _days(self, keys: dict[str, int]) -> None:
        """Added to what stands; whoever opens frames at the same time waits for the rows."""
        wanted = {(keys[mn], day): counts for (mn, day), counts in self._counts.items() if mn in keys}
        held = DeviceDay.objects.filter(device__in=keys.values(), day__in={day for _, day in wanted})
        rows = {(row.device_id, row.day): row for row in held.order_by("pk").select_for_update()}
        for (device, day), counts in wanted.items():
            row = rows.setdefault((device, day), DeviceDay(device_id=device, day=day))
            for name in COUNTED:
                setattr(row, name, getattr(row, name) + counts[name])
            lenient = {n.removeprefix(LENIENT): c for n, c in counts.items() if n.startswith(LENIENT)}
            row.leniencies = dict(Counter(row.leniencies) + Counter(lenient))
        changed = [rows[key] for key in wanted]
        for row in changed:
            row.pk = None  # an insert that gives way to the row that is there
        DeviceDay.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["device", "day"],
            update_fields=[*COUNTED, "leniencies"],
            batch_size=2000,
        )
