"""A closed day is proven: its files, its readings, its entry in the ledger; only then may its raw frames go."""

from datetime import UTC, date, datetime, timedelta

import pytest

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, Actor, NotAllowed
from huanzhi.monitoring import lake, seals
from huanzhi.monitoring.actions import journal, sealing
from huanzhi.monitoring.actions.journal import trim_journal
from huanzhi.monitoring.actions.sealing import seal_day, seal_due, verify_seal, verify_seals
from huanzhi.monitoring.inbox import SPAN
from huanzhi.monitoring.lake import compaction
from huanzhi.monitoring.models import Frame, Lane, Quarantined, Recent, SealedDay

pytestmark = pytest.mark.django_db
ACTOR = SYSTEM("test")
MAY3 = date(2026, 5, 3)
START = datetime(2026, 5, 2, 16, tzinfo=UTC)  # 3 May begins in Shanghai
LATER = datetime(2026, 5, 9, tzinfo=UTC)


@pytest.fixture
def unpacked(request):
    """Frames as the gateway brings them, unpacked."""
    return request.getfixturevalue("arrive")


def arrive(*hours, statistic="hour", flushed=True, **over):
    made = []
    for hour in hours:
        time = START + timedelta(hours=hour)
        row = {
            "point": "P", "factor": "a", "statistic": statistic, "time": time, "value_e3": hour, "flag": "N",
            "received": time + timedelta(seconds=9), "source": "hj212", "row": SPAN + hour, "simulated": False,
        }  # fmt: skip
        made.append(Recent(**row | over))
    Recent.objects.bulk_create(made)
    if flushed:
        sealing.flush(least=1)


def test_a_day_is_sealed_with_its_files_and_the_ledger_has_them():
    arrive(*range(1, 25), flushed=False)
    arrive(1, 2, statistic="real")
    arrive(25)
    seal = seal_day(ACTOR, MAY3, LATER)
    assert (seal.version, seal.rows, len(seal.files)) == (1, 26, 2)
    entry = Entry.objects.get(seq=seal.entry)
    assert (entry.verb, entry.after["files"], entry.after["rows"]) == ("monitoring.seal-day", seal.files, 26)
    assert all(seals.sha256(path) == digest for path, digest in seal.files.items())
    assert verify_seal(seal, LATER) == []
    assert SealedDay.objects.get().verified_at == LATER
    again = seal_day(ACTOR, MAY3, LATER)
    assert again.pk == seal.pk
    assert Entry.objects.order_by("-seq").first().reason == "already so"


def test_a_day_that_is_not_over_or_has_no_readings_is_not_sealed():
    arrive(1)
    with pytest.raises(ValueError, match="2026-05-03: not over for 6 hours"):
        seal_day(ACTOR, MAY3, START + timedelta(hours=29, minutes=59))
    assert seal_day(ACTOR, MAY3, START + timedelta(hours=30)).rows == 1
    with pytest.raises(LookupError, match="2026-05-04: no readings"):
        seal_day(ACTOR, MAY3 + timedelta(days=1), LATER)
    with pytest.raises(NotAllowed):
        seal_day(Actor("x", "leader"), MAY3, LATER)


@pytest.mark.parametrize("statistic", ["hour", "real"])
def test_a_late_reading_makes_the_next_version_and_leaves_sealed_files_alone(statistic):
    arrive(1, 2, statistic=statistic)
    arrive(3, statistic=statistic)
    first = seal_day(ACTOR, MAY3, LATER)
    assert seals.due(LATER) == []
    arrive(4, statistic=statistic, received=LATER)
    assert seals.due(LATER) == [MAY3]
    [second] = seal_due(ACTOR, LATER)
    assert (second.version, second.rows) == (2, 4)
    assert set(first.files.items()) < set(second.files.items())
    entry = Entry.objects.get(seq=second.entry)
    assert entry.reason == "1 late readings"
    assert entry.before["files"] == first.files
    assert verify_seals(now=LATER) == []


def test_a_month_that_closes_seals_its_days_anew(monkeypatch):
    monkeypatch.setattr(compaction, "SPARE", 3)
    june = datetime(2026, 6, 2, tzinfo=UTC)
    for day in range(5):
        arrive(*range(1 + 24 * day, 25 + 24 * day))
        seal_day(ACTOR, MAY3 + timedelta(days=day), LATER)
    assert len(lake.files(MAY3, MAY3 + timedelta(days=4))) == 5
    before = lake.received(None, None, MAY3, MAY3 + timedelta(days=4))
    seal_day(ACTOR, MAY3, june)
    assert len(lake.files(MAY3, MAY3 + timedelta(days=4))) == 1
    assert lake.received(None, None, MAY3, MAY3 + timedelta(days=4)).equals(before)
    newest = seals.newest_seals()
    assert {(seal.version, seal.rows) for seal in newest.values()} == {(2, 24)}
    assert len(newest) == 5
    assert seals.due(june) == []
    assert Entry.objects.get(seq=newest[MAY3].entry).reason == "the same readings in other files"
    assert verify_seals(now=june) == []


def test_what_differs_is_named():
    arrive(1, 2)
    seal = seal_day(ACTOR, MAY3, LATER)
    [path] = seal.files
    file = lake.place() / path
    content = file.read_bytes()
    file.write_bytes(content[:-9] + b"x" + content[-8:])
    [said] = verify_seal(seal, LATER)
    assert path in said
    assert "has sha256" in said
    assert SealedDay.objects.get().verified_at is None
    file.unlink()
    assert verify_seal(seal) == [f"2026-05-03 v1: {path} is gone"]
    file.write_bytes(content)
    SealedDay.objects.update(files={})
    assert verify_seal(SealedDay.objects.get()) == [
        f"2026-05-03 v1: the ledger's entry {seal.entry} has other files"
    ]


def test_keeping_up_seals_verifies_sweeps_and_trims(settings):
    lane = Lane.objects.create(name="hj212")
    Lane.objects.update(unpacked=lane.first + 9)
    frames(lane, 1, 2)
    arrive(1)
    arrive(2)
    assert sealing.keep_up(ACTOR, LATER) == {"sealed": 1, "swept": 0, "trimmed": 0}
    assert SealedDay.objects.get().verified_at == LATER
    july = datetime(2026, 7, 1, tzinfo=UTC)
    assert sealing.keep_up(ACTOR, july) == {"sealed": 0, "swept": 0, "trimmed": 0}, "frames are kept for good"
    settings.JOURNAL_DAYS = "60"
    assert sealing.keep_up(ACTOR, july)["trimmed"] == 0
    settings.JOURNAL_DAYS = "40"
    assert sealing.keep_up(ACTOR, july) == {"sealed": 0, "swept": 0, "trimmed": 2}
    assert Entry.objects.order_by("-seq").first().after["frames"] == 2


def frames(lane, *hours, **over):
    for hour in hours:
        given = {
            "id": lane.first + hour, "received": START + timedelta(hours=hour, seconds=9), "door": "hj212",
            "peer": "", "mn": "M", "raw": b"##", "refusal": "", "reason": "",
        }  # fmt: skip
        Frame.objects.create(**given | over)


def kept():
    return [key % SPAN for key in Frame.objects.order_by("pk").values_list("pk", flat=True)]


def test_only_frames_that_nothing_needs_are_trimmed(monkeypatch):
    monkeypatch.setattr(journal, "SLICE", 3)
    july, june = datetime(2026, 7, 1, tzinfo=UTC), date(2026, 5, 31)
    lane = Lane.objects.create(name="hj212", unpacked=0)
    frames(lane, *range(1, 31))
    arrive(*range(1, 25))
    assert trim_journal(ACTOR, june, july) == 0  # nothing is unpacked
    Lane.objects.update(unpacked=lane.first + 28)
    assert trim_journal(ACTOR, june, july) == 0  # the file is not sealed
    seal = seal_day(ACTOR, MAY3, july)
    assert trim_journal(ACTOR, june, july) == 0  # nor verified
    verify_seal(seal, july)
    seen = {"received": july, "kind": "garbage", "reason": ""}
    Quarantined.objects.create(frame=lane.first + 5, **seen)
    Quarantined.objects.create(frame=lane.first + 6, reviewed_at=july, **seen)
    arrive(7, flushed=False, row=lane.first + 7)
    arrive(26, flushed=True)  # the flush takes both; their file is not sealed
    Recent.objects.bulk_create([Recent(
        point="P", factor="a", statistic="hour", time=START, flag="N", received=START, source="hj212",
        row=lane.first + 3, value_e3=1,
    )])  # fmt: skip
    assert trim_journal(ACTOR, june, july) == 4  # 1, 2, 4, 6: received before the open file's first reading
    assert kept() == [3, 5, *range(7, 31)]


def test_frames_within_the_time_of_the_journal_stay():
    with pytest.raises(ValueError, match="the journal keeps frames received since 2026-04-09"):
        trim_journal(ACTOR, date(2026, 4, 10), LATER)


@pytest.mark.parametrize(
    ("said", "why"), [("29", "for 30 days in any case"), ("a year", "is no number of days")]
)
def test_a_time_of_the_journal_that_cannot_be_is_refused(settings, said, why):
    settings.JOURNAL_DAYS = said
    with pytest.raises(ValueError, match=f"HUANZHI_JOURNAL_DAYS: .*{why}"):
        sealing.keep_up(ACTOR, LATER)


def test_the_journal_keeps_what_this_place_has_said(settings):
    settings.JOURNAL_DAYS = "400"
    with pytest.raises(ValueError, match="the journal keeps frames received since 2025-04-04"):
        trim_journal(ACTOR, date(2026, 4, 1), LATER)


def test_packets_of_a_message_stay_as_long_as_its_reading(settings):
    lane = Lane.objects.create(name="hj212")
    Lane.objects.update(unpacked=lane.first + 9)
    for hour, seconds in ((1, 0), (2, -61), (3, -59), (4, 0)):
        frames(lane, hour, received=START + timedelta(hours=5, seconds=9 + seconds))
    arrive(5, row=lane.first + 4)
    assert trim_journal(ACTOR, date(2026, 5, 31), datetime(2026, 7, 1, tzinfo=UTC)) == 0, "a clock went back"
    Frame.objects.filter(pk=lane.first + 1).delete()
    assert trim_journal(ACTOR, date(2026, 5, 31), datetime(2026, 7, 1, tzinfo=UTC)) == 1
    assert kept() == [3, 4]


def test_a_reading_carries_the_moment_at_which_its_frame_was_received(outlet, unpacked, say):
    """Trimming rests on it: by this moment it finds the frames whose readings are in files that are not sealed."""
    start = datetime(2026, 5, 1, 0, 0, 3, 123457, tzinfo=UTC)
    unpacked(
        say("2061", "20260501070000", a21026=("Avg", "12.5", "N")),
        say("2011", "20260501080000", a21026=("Rtd", "13.5", "N")),
        say("2061", "20260501060000", a21026=("Avg", "11.5", "N")),
        received=start,
    )
    received = dict(Frame.objects.values_list("pk", "received"))
    assert len(set(received.values())) == 3
    rows = list(Recent.objects.values_list("row", "received"))
    assert {row for row, _ in rows} == set(received)
    assert all(received[row] == moment for row, moment in rows)
    sealing.flush(least=1)
    held = lake.received(None, None, date(2026, 4, 30), date(2026, 5, 2), "hour")
    assert held.height
    assert all(received[row] == moment for row, moment in held.select("row", "received").iter_rows())
    low = lake.index_of(date(2026, 4, 30), date(2026, 5, 2), "hour")["min_received"].min()
    assert low == held["received"].min(), "what the log says of a file, to the microsecond"


def test_a_frame_that_is_opened_again_keeps_its_moment(outlet, unpacked, say):
    from huanzhi.monitoring.actions.unpacking import open_again
    from huanzhi.monitoring.models import Channel

    Channel.objects.all().delete()
    outlet.device.code = "another"
    outlet.device.save()
    [number], _ = unpacked(say("2061", "20260501070000", a21026=("Avg", "12.5", "N")), received=START)
    assert not Recent.objects.exists()
    outlet.device.code = "010000A8900016F000169DC0"
    outlet.device.save()
    assert open_again([number], LATER) == 1
    frame = Frame.objects.get(pk=number)
    assert set(Recent.objects.values_list("row", "received")) == {(frame.pk, frame.received)}


def test_a_file_carries_the_moment_of_its_frame(tmp_path):
    from huanzhi.monitoring.actions import intake

    kept_file = intake.keep("laboratory", "a.csv", b"x", LATER)
    assert kept_file.received == Frame.objects.get(pk=kept_file.frame).received
