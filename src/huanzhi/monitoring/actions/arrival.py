"""What a batch of frames brings to the tables: readings once, the newest of each series, counts, quarantine."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import connection

from huanzhi.monitoring import series
from huanzhi.monitoring.actions.newest import upsert_latest
from huanzhi.monitoring.actions.voices import Voices
from huanzhi.monitoring.doors.opened import Opened, Reading, Unusable
from huanzhi.monitoring.inbox import Frame, Quarantined
from huanzhi.monitoring.models import Latest, Recent, Touched
from huanzhi.monitoring.recompute.hours import hour_end
from huanzhi.science.shanghai import day_of_hour

LATE = timedelta(minutes=15)  # after its hour has ended a reading is late: the hour was judged without it

Key = tuple[str, str, str, datetime]


class Arrival:
    """Collects what frames brought; `settle` writes it, in the caller's transaction."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.stored = self.repeated = self.quarantined = self.late = 0
        self._rows: dict[Key, tuple[Reading, Frame, bool]] = {}
        self._older: list[tuple[Reading, Frame, bool]] = []
        self._refused: list[Quarantined] = []
        self._repeating: set[int] = set()
        self._voices = Voices()

    def add(self, frame: Frame, opened: Opened) -> None:
        """One frame and what a door made of it."""
        for one in opened.readings:
            key = (one.point, one.factor, one.statistic, one.time)
            before = self._rows.get(key)
            if before and (before[0].value_e3, before[0].flag) == (one.value_e3, one.flag):
                self._repeat(opened.device, frame)
                continue
            if before:
                self._older.append(before)
            self._rows[key] = (one, frame, opened.simulated)
        for unusable in opened.unusable:
            self.refuse(frame, opened.device, unusable, opened.simulated)
        if not opened.device or frame.refusal:
            return
        self._voices.said(frame, opened)
        if any(_late(one, frame) for one in opened.readings):
            self.late += 1
            self._voices.count(opened.device, frame, "late")

    def refuse(self, frame: Frame, mn: str, unusable: Unusable, simulated: bool = False) -> None:
        """Keep what could not be used, with its reason."""
        self.quarantined += 1
        self._voices.count(mn, frame, "refused")
        self._refused.append(
            Quarantined(
                frame=frame.pk,
                received=frame.received,
                peer=frame.peer,
                mn=mn,
                kind=unusable.kind,
                field=unusable.field[:80],
                value=unusable.value[:200],
                reason=unusable.reason,
                simulated=simulated,
            )
        )

    def settle(self) -> None:
        """Write everything."""
        fresh = self._fresh()
        self.stored = len(fresh)
        self._keep(fresh)
        self._newest(fresh)
        self._touch(fresh)
        Quarantined.objects.bulk_create(self._refused, batch_size=1000)
        self._voices.settle()

    # --- readings

    def _fresh(self) -> list[tuple[Reading, Frame, bool]]:
        """Those that are not held already with the same value and flag."""
        rows = [*self._older, *self._rows.values()]
        held = self._latest({(one.point, one.factor, one.statistic) for one, _, _ in rows})
        fresh: list[tuple[Reading, Frame, bool]] = []
        doubtful: list[tuple[Reading, Frame, bool]] = []
        for row in rows:
            newest = held.get((row[0].point, row[0].factor, row[0].statistic))
            (fresh if newest is None or row[0].time > newest else doubtful).append(row)
        if doubtful:
            known = _held([one for one, _, _ in doubtful])
            for row in doubtful:
                one = row[0]
                if known.get((one.point, one.factor, one.statistic, one.time)) == (one.value_e3, one.flag):
                    self._repeat(row[1].mn, row[1])
                else:
                    fresh.append(row)
        return fresh

    def _repeat(self, mn: str, frame: Frame) -> None:
        """A reading that is held already; its frame is counted once, however many of them it brings."""
        self.repeated += 1
        if frame.pk not in self._repeating:
            self._repeating.add(frame.pk)
            self._voices.count(mn, frame, "repeats")

    def _latest(self, wanted: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], datetime]:
        points = {point for point, _, _ in wanted}
        rows = Latest.objects.filter(point__in=points).values_list("point", "factor", "statistic", "time")
        return {(point, factor, statistic): time for point, factor, statistic, time in rows}

    def _keep(self, fresh: list[tuple[Reading, Frame, bool]]) -> None:
        columns = [str(field.column) for field in Recent._meta.fields if field.name != "id"]
        with connection.cursor() as cursor:
            names = ", ".join(columns)
            with cursor.copy(f"COPY {Recent._meta.db_table} ({names}) FROM STDIN") as copy:
                for one, frame, simulated in fresh:
                    copy.write_row(
                        (
                            one.point, one.factor, one.statistic, one.time, one.value_e3, one.flag,
                            frame.received, frame.door, frame.pk, simulated,
                        )
                    )  # fmt: skip

    def _newest(self, fresh: list[tuple[Reading, Frame, bool]]) -> None:
        """The newest of each series by data time; a late one never overwrites a newer one."""
        best: dict[tuple[str, str, str], Latest] = {}
        for one, frame, simulated in fresh:
            key = (one.point, one.factor, one.statistic)
            made = Latest(
                point=one.point, factor=one.factor, statistic=one.statistic, time=one.time,
                value_e3=one.value_e3, flag=one.flag, received=frame.received, row=frame.pk, simulated=simulated,
            )  # fmt: skip
            before = best.get(key)
            if before is None or (made.time, made.received) >= (before.time, before.received):
                best[key] = made
        upsert_latest(list(best.values()))

    def _touch(self, fresh: list[tuple[Reading, Frame, bool]]) -> None:
        """The hours that have something new; of a day that was sent nothing is recomputed."""
        hours: dict[tuple[str, str, datetime], tuple[Frame, bool]] = {}
        for one, frame, _simulated in fresh:
            if one.statistic != "day":
                hours[one.point, one.statistic, hour_end(one.time)] = (frame, _late(one, frame))
        Touched.objects.bulk_create(
            [
                Touched(point=point, statistic=statistic, time=time, row=frame.pk, late=late)
                for (point, statistic, time), (frame, late) in hours.items()
            ],
            batch_size=2000,
        )


def _late(one: Reading, frame: Frame) -> bool:
    return frame.received - hour_end(one.time) > LATE


def _held(wanted: list[Reading]) -> dict[Key, tuple[int | None, str]]:
    """What is held at those keys: the reading that counts."""
    found: dict[Key, tuple[int | None, str]] = {}
    by_day: dict[tuple[str, date], list[Reading]] = defaultdict(list)
    for one in wanted:
        by_day[one.statistic, day_of_hour(one.time)].append(one)
    for (statistic, day), those in by_day.items():
        points, factors = sorted({o.point for o in those}), sorted({o.factor for o in those})
        rows = series.counting(points, factors, day, day, statistic)
        for point, factor, time, value, flag in rows.select(
            "point", "factor", "time", "value_e3", "flag"
        ).iter_rows():
            found[point, factor, statistic, time] = (value, flag)
    return found
