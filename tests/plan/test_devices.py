"""The profile's instruments: brought on record once, marked, within the district, and their secrets in no ledger."""

import json
import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from huanzhi.config.paths import PACKAGE
from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.monitoring.actions import devices as verbs
from huanzhi.monitoring.models import (
    Channel,
    Command,
    Device,
    DeviceModel,
    DevicePassword,
    OutletLimit,
    Point,
    PointSetMember,
)
from huanzhi.plan.instruments import load_devices
from huanzhi.plan.profile import folder, load_profile, table
from huanzhi.standards import library

ME = SYSTEM("test")
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
FILE = PACKAGE / "plan/profiles/chaoyang/devices.toml"


@pytest.fixture
def loaded(db):
    return list(load_profile(ME, "chaoyang"))


def test_all_of_it_is_on_record_and_marked(loaded):
    assert "14 devices with 82 channels, 34 limits (simulated)" in loaded
    counts = {model: model.objects.count() for model in (DeviceModel, Device, Channel, OutletLimit)}
    assert list(counts.values()) == [3, 14, 82, 34]
    for model in counts:
        assert not model.objects.filter(simulated=False).exists()
    points = Point.objects.filter(devices__isnull=False)
    assert points.count() == points.filter(simulated=True).count() == 14
    assert not PointSetMember.objects.filter(point__in=points).exists()
    assert DevicePassword.objects.count() == 14
    assert {device.model.edition for device in Device.objects.select_related("model")} == {2005, 2017, 2025}


def test_loading_again_changes_nothing_not_even_what_a_person_changed(loaded):
    device = Device.objects.get(point__code="SW-01")
    verbs.save_device(ME, device.code, {"maintainer": "别家"})
    verbs.set_password(ME, device, "999999")
    before = Entry.objects.count()
    assert list(load_devices(ME, table(folder("chaoyang"), "devices.toml"))) == [
        line for line in loaded if line.endswith("(simulated)")
    ]
    assert Entry.objects.count() == before
    assert (Device.objects.get(pk=device.pk).maintainer, device.password.current) == ("别家", "999999")


def test_points_lie_in_their_areas(loaded):
    outlines = json.loads((FILE.parent / "areas.json").read_text("utf-8"))["features"]
    boxes = {one["properties"]["code"]: _squares(one["geometry"]["coordinates"]) for one in outlines}
    for point in Point.objects.filter(devices__isnull=False).select_related("area"):
        place = float(point.lon), float(point.lat)
        assert any(_inside(place, box) for box in boxes[point.area.code]), point.code


def _squares(coordinates):
    rings = [ring for part in coordinates for ring in (part if isinstance(part[0][0], list) else [part])]
    return [
        (min(x for x, _ in ring), max(x for x, _ in ring), min(y for _, y in ring), max(y for _, y in ring))
        for ring in rings
    ]


def _inside(place, box):
    return box[0] <= place[0] <= box[1] and box[2] <= place[1] <= box[3]


def test_limits_of_a_standard_are_the_standards_own():
    sets = tomllib.loads(FILE.read_text("utf-8"))["limits"]
    chosen = {
        "gb18918_1a": {"category": "1A"},
        "gb13271_gas": {"averaging": "new", "category": "gas"},
        "gb13271_coal": {"averaging": "new", "category": "coal"},
    }
    finer = {"nh3n": "warm", "tp": "built from 2006"}
    for name, rows in sets.items():
        for row in rows:
            wanted = dict(chosen[name])
            if row["item"] in finer:
                wanted["averaging"] = finer[row["item"]]
            limit = library.get(row["document"]).find(row["item"], **wanted)
            assert (limit.text, limit.unit) == (row["text"], row["unit"])
            assert row["clause"].startswith(limit.clause)


def test_units_of_the_limits_of_a_point_agree(loaded):
    for limit in OutletLimit.objects.select_related("point"):
        channel = Channel.objects.get(device__point=limit.point, factor=limit.factor)
        assert (channel.unit, channel.low is not None, channel.high > 0) == (limit.unit, True, True)
        others = OutletLimit.objects.filter(point=limit.point, factor=limit.factor)
        assert len(set(others.values_list("unit", "averaging"))) == 1


def test_a_password_is_changed_and_no_ledger_knows_it(loaded):
    device = Device.objects.get(point__code="SW-01")
    first = device.password.current
    command = verbs.rotate_password(ME, device, "rt55kk", NOW)
    held = DevicePassword.objects.get(device=device)
    assert (held.current, held.former, held.former_until) == ("rt55kk", first, NOW + timedelta(days=1))
    assert (command.cn, command.parameters, command.state) == ("1072", {"NewPW": "rt55kk"}, "waiting")
    written = json.dumps(list(Entry.objects.values("before", "after", "reason", "subject_id")), default=str)
    assert "rt55kk" not in written
    secrets = [row["password"] for row in tomllib.loads(FILE.read_text("utf-8"))["device"]]
    assert not [word for word in secrets if f'"{word}"' in written]
    for wrong in ("12345", "1234567", "12 456", "12;456"):
        with pytest.raises(ValueError, match="password"):
            verbs.set_password(ME, device, wrong)


def test_a_new_password_is_told_with_the_one_the_device_has(loaded):
    from huanzhi.monitoring.actions.commands import advance, send_command, waiting

    device = Device.objects.get(point__code="SW-01")
    first = device.password.current
    send_command(ME, device, "1011", {})
    told = verbs.rotate_password(ME, device, "rt55kk")
    send_command(ME, device, "1061", {})

    def said():
        return [(one.cn, one.password) for one in waiting([device.pk])]

    assert said() == [("1011", first), ("1072", first), ("1061", "rt55kk")]
    with pytest.raises(ValueError, match="on its way already"):
        verbs.rotate_password(ME, device, "other1")
    advance(told.pk, "refused")
    assert said() == [("1011", first), ("1061", first)]
    advance(told.pk, "done")
    assert said() == [("1011", "rt55kk"), ("1061", "rt55kk")]
    assert Command.objects.count() == 3
