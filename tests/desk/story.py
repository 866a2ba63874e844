"""An outlet whose logger lost its line for an hour: frames, readings, hours and episodes as the house keeps them."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from django.utils import timezone

from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.models import (
    Change,
    Channel,
    Command,
    Contact,
    Declaration,
    Device,
    DeviceDay,
    DeviceModel,
    DevicePassword,
    Episode,
    Frame,
    HourValue,
    Lane,
    Latest,
    OutletLimit,
    Point,
    Quarantined,
    Recent,
    Suspicion,
)
from huanzhi.science.shanghai import OFFSET
from huanzhi.wire.hj212 import Message, encode, segment

MN, UNKNOWN = "88888880000001W016F00001", "99990000000000F099F00009"
PASSWORD, WRONG = "9Zk31q", "7Yp55x"
MINUTE, TEN, HOUR = timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1)
SECOND = timedelta(seconds=1)
FACTORS = {"w01018": (38_000, "mg/L"), "w21003": (2_400, "mg/L"), "w00000": (12_500, "L/s")}
LIMITS = {"w01018": "50", "w21003": "5"}
STATISTIC = {"2051": "minute", "2061": "hour", "2011": "real"}
PERMIT = {"document": "排污许可证", "clause": "表5 总排口", "ground": "permit", "unit": "mg/L"}


def tell(now: datetime | None = None) -> SimpleNamespace:
    """Write the story down: a day up to the last whole hour, with a silence of 62 minutes in it."""
    end = (now or timezone.now()).replace(minute=0, second=0, microsecond=0)
    cut = end - 6 * HOUR + 2 * MINUTE
    told = SimpleNamespace(end=end, cut=cut, back=cut + 62 * MINUTE, frames=[], recent=[], hours={})
    told.lane = Lane.objects.create(name="story")
    _register(told)
    _talk(told)
    _refused(told)
    Frame.objects.bulk_create(told.frames)
    Recent.objects.bulk_create(told.recent)
    _hours(told)
    _episodes(told)
    _words(told)
    _days(told)
    _others(told)
    return told


def stamp(at: datetime) -> str:
    """A moment as HJ 212 writes it."""
    return at.astimezone(OFFSET).strftime("%Y%m%d%H%M%S")


def value(factor: str, at: datetime) -> int:
    """What the outlet gave in the ten minutes or the hour ending then, in thousandths."""
    level = FACTORS[factor][0]
    wave = (at.hour * 60 + at.minute) % 360 - 180
    return level + level * abs(wave) // 600


def _register(told: SimpleNamespace) -> None:
    model = DeviceModel.objects.create(code="story-model", name="K37A", maker="示例仪器厂")
    told.point = Point.objects.create(
        code="W-STORY-1", name="示例印染厂总排口", medium="sewage", kind="enterprise", simulated=True
    )
    told.device = Device.objects.create(
        code=MN, name="总排口数采仪", point=told.point, model=model, maintainer="示例运维公司", simulated=True
    )
    DevicePassword.objects.create(device=told.device, current=PASSWORD, since=told.end)
    for code, (_level, unit) in FACTORS.items():
        facts = {"device": told.device, "sent": code, "factor": code, "unit": unit}
        Channel.objects.create(code=f"story-{code}", name=code, **facts)
    for factor, text in LIMITS.items():
        facts = {"point": told.point, "factor": factor, "text": text, **PERMIT}
        OutletLimit.objects.create(code=f"story-limit-{factor}", name=factor, **facts)


def _talk(told: SimpleNamespace) -> None:
    """A day of ten minutes and hours; what fell into the silence comes after it."""
    due, at = [], told.end - 24 * HOUR
    while at < told.end:
        at += TEN
        due.append(("2051", at, at - TEN))
        if at.minute == 0:
            due.append(("2061", at, at - HOUR))
    lost = [one for one in due if told.cut < one[1] < told.back]
    told.last_before = [_send(told, one, one[1] + 4 * SECOND) for one in due if one[1] < told.cut][-1]
    told.supplement = [_send(told, one, told.back + (90 + 4 * i) * SECOND) for i, one in enumerate(lost)]
    told.newest = [_send(told, one, one[1] + 4 * SECOND) for one in due if one[1] > told.back][-1]


def _send(told: SimpleNamespace, one: tuple[str, datetime, datetime], received: datetime) -> int:
    """A frame of the device with the readings it gave; its number."""
    cn, at, start = one
    items: list = [(("DataTime", stamp(start)),)]
    items += [((f"{code}-Avg", str(value(code, at) / 1000)), (f"{code}-Flag", "N")) for code in FACTORS]
    said = Message("32", cn, MN, f"{stamp(received)}000", PASSWORD, 5, items=tuple(items))
    number = _keep(told, received, MN, encode(segment(said)))
    told.recent += [
        Recent(
            point=told.point.code, factor=code, statistic=STATISTIC[cn], time=at, value_e3=value(code, at), flag="N",
            received=received, source="hj212", row=number, simulated=True,
        )
        for code in FACTORS
    ]  # fmt: skip
    if cn == "2061":
        told.hours[at] = number
    return number


def _keep(
    told: SimpleNamespace, received: datetime, mn: str, raw: bytes, why: tuple[str, str] = ("", "")
) -> int:
    number = told.lane.pk * SPAN + len(told.frames) + 1
    told.frames.append(
        Frame(
            id=number, received=received, door="hj212", peer="10.8.0.21:40112", mn=mn, raw=raw,
            refusal=why[0], reason=why[1],
        )
    )  # fmt: skip
    return number


def _refused(told: SimpleNamespace) -> None:
    """Three frames of a device that nobody registered, three with a wrong password; one holds markup."""
    told.refused = {}
    for kind, mn in (("unknown-device", UNKNOWN), ("password", MN)):
        reason = f"{kind} of {mn}"
        for _again in range(3):
            head = f"QN={stamp(told.end)}000;ST=32;CN=2011;PW={WRONG};MN={mn};Flag=5;CP=&&"
            body = f"{head}DataTime={stamp(told.end)};w01018-Rtd=12.5,w01018-Info=<u>1</u>&&"
            told.refused[kind] = _keep(told, told.end, mn, encode(body.encode()), (kind, reason))
            field = {"password": ("PW", WRONG)}.get(kind, ("MN", mn))
            Quarantined.objects.create(
                frame=told.refused[kind], received=told.end, peer="203.0.113.9:5000", mn=mn, kind=kind,
                field=field[0], value=field[1], reason=reason, simulated=True,
            )  # fmt: skip


def _hours(told: SimpleNamespace) -> None:
    rows = []
    for at in told.hours:
        for code in FACTORS:
            worth = value(code, at) * (2 if at == told.end - 2 * HOUR and code == "w01018" else 1)
            text = LIMITS.get(code)
            over = text is not None and worth > int(text) * 1000
            numbers = {"standing": "suspect", "value_e3": worth, "before_e3": worth // 2, "times": 5}
            rows.append(
                HourValue(
                    point=told.point,
                    factor=code,
                    time=at,
                    value_e3=worth,
                    basis="sent",
                    count=1,
                    simulated=True,
                    standing="suspect" if over else "valid",
                    evaluated_at=told.end,
                    marks=[{"rule": "spike", "edition": "QC-2026.1", "numbers": numbers}] if over else [],
                    decision=("exceeded" if over else "kept") if text else "",
                    limit=PERMIT | {"text": text} if text else {},
                )  # fmt: skip
            )
    HourValue.objects.bulk_create(rows)
    told.hour = next(at for at in told.hours if told.cut < at < told.back)
    before = {"value_e3": None, "standing": "missing", "decision": ""}
    for code in FACTORS:
        after = {"value_e3": value(code, told.hour), "standing": "valid", "decision": "kept"}
        Change.objects.create(
            at=told.back + 2 * MINUTE, point=told.point, what="hour", factor=code, time=told.hour, cause="frame",
            frame=told.hours[told.hour], before=before, after=after,
        )  # fmt: skip


def _episodes(told: SimpleNamespace) -> None:
    facts = {"point": told.point, "edition": "2026-1", "simulated": True, "evaluated_at": told.end}
    told.offline = Episode.objects.create(
        kind="offline", device=told.device, onset=told.cut - 2 * MINUTE, end=told.back, rule="offline",
        numbers={"threshold_seconds": 300, "minutes": 64}, first_frame=told.last_before,
        last_frame=told.supplement[0], **facts,
    )  # fmt: skip
    told.exceedance = Episode.objects.create(
        kind="exceedance", factor="w01018", onset=told.end - 3 * HOUR, peak_e3=91_200, peak_at=told.end - 2 * HOUR,
        rule="exceedance", numbers={"hours": 3, "bad_hours": 2, "limit_e3": 50_000},
        first_frame=told.hours[told.end - 2 * HOUR], **facts,
    )  # fmt: skip
    Episode.objects.create(
        kind="missing", factor="w21003", onset=told.end - 40 * HOUR, end=told.end - 37 * HOUR, rule="missing",
        suppressed="维护：更换试剂", **facts,
    )  # fmt: skip


def _words(told: SimpleNamespace) -> None:
    """What was asked, declared and suspected."""
    asked, span = told.back + 80 * SECOND, {"BeginTime": stamp(told.cut), "EndTime": stamp(told.back)}
    for cn, frames in (("2051", 6), ("2061", 1)):
        Command.objects.create(
            device=told.device, cn=cn, by="system", at=asked, state="done", frames=frames, sent_at=asked,
            ended_at=asked + 40 * SECOND, answer="1", parameters=span,
        )  # fmt: skip
    Command.objects.create(
        device=told.device, cn="1072", by="system", at=asked, parameters={"NewPW": PASSWORD}
    )
    told.declaration = Declaration.objects.create(
        point=told.point, kind="maintenance", start=told.end - 41 * HOUR, end=told.end - 36 * HOUR,
        reason="更换试剂", document="运维单 0117", by="示例运维公司", at=told.end - 44 * HOUR,
    )  # fmt: skip
    evidence = {
        "begins": (told.end - 9 * HOUR).isoformat(),
        "readings": 72,
        "spread_e3": 900,
        "limit_e3": 50_000,
    }
    told.suspicion = Suspicion.objects.create(
        point=told.point, factor="w01018", day=timezone.localdate(told.end), rule="clipped", simulated=True,
        evidence=evidence, found_at=told.end,
    )  # fmt: skip


def _days(told: SimpleNamespace) -> None:
    received = told.end + 4 * SECOND
    Contact.objects.create(
        device=told.device, received=received, frame=told.newest, command="2061", data_time=told.end,
        late_seconds=4, peer="10.8.0.21:40112", edition=2017,
    )  # fmt: skip
    today, rows = timezone.localdate(told.end), []
    for back in range(35):
        lost = back * 7 % 11 if back % 3 == 0 else 0
        rows.append(
            DeviceDay(
                device=told.device,
                day=today - timedelta(days=back),
                frames=168,
                refused=back % 4,
                repeats=1,
                late=0 if back else 7,
                leniencies={"device-number": 168, "line-end": 12},
                online_minutes=1440 - 6 * lost,
                due_minutes=1440,
                due=72,
                sent=72 - lost,
                valid=72 - lost - back % 2,
            )  # fmt: skip
        )
    DeviceDay.objects.bulk_create(rows)
    Latest.objects.bulk_create(
        Latest(
            point=told.point.code, factor=code, statistic="hour", time=told.end, value_e3=value(code, told.end),
            flag="N", received=received, row=told.newest, simulated=True,
        )
        for code in FACTORS
    )  # fmt: skip


def _others(told: SimpleNamespace) -> None:
    """A device that is silent now, and one that never spoke."""
    since = told.end - 43 * MINUTE
    stack = Point.objects.create(code="G-STORY-1", name="示例热电1号烟囱", medium="stack", simulated=True)
    told.silent = Device.objects.create(code="88888880000002A016F00002", name="1号烟囱数采仪", point=stack)
    Contact.objects.create(
        device=told.silent, received=since, frame=told.newest, command="2011", late_seconds=2
    )
    Episode.objects.create(
        kind="offline", device=told.silent, point=stack, onset=since, rule="offline", edition="2026-1",
        evaluated_at=told.end, simulated=True,
    )  # fmt: skip
    told.mute = Device.objects.create(code="88888880000003D016F00003", name="备用数采仪")
