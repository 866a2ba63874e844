"""Pages of instruments: an officer sees the gap, the supplement, the recomputed hour and the closed episode."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.desk.addresses import instruments
from tests.desk.story import FACTORS, MN, PASSWORD, UNKNOWN, WRONG, value

from huanzhi.desk.instruments.refusals import refusal_words
from huanzhi.desk.instruments.words import LENIENCIES
from huanzhi.ledger.models import Entry
from huanzhi.monitoring.frame_queries import PAGE, answers
from huanzhi.monitoring.models import (
    Command,
    Contact,
    Declaration,
    Device,
    DevicePassword,
    Frame,
    Lane,
    Latest,
    OutletLimit,
    Point,
    Quarantined,
    Review,
    Suspicion,
)
from huanzhi.people.models import User
from huanzhi.wire.hj212 import EVERYTHING


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def spec(page: str, number: int = 1) -> dict:
    return json.loads(
        re.search(rf'<script type="application/json" id="curve-{number}">(.*?)</script>', page, re.S)[1]
    )


def without_scripts(page: str) -> str:
    return re.sub(r"<script.*?</script>", "", page, flags=re.S)


@pytest.mark.parametrize("where", ["device", "point"])
def test_one_page_tells_the_whole_story(demo, as_person, where):
    page = without_scripts(read(as_person("planner"), instruments(demo.told)[where]))
    story = page.split('id="story"')[1].split("</section>")[0]
    steps = ["通讯包中断，数采仪离线", "恢复联网，离线过程结束", "收到补传7包", "的小时值"]
    assert [story.index(step) for step in steps] == sorted(story.index(step) for step in steps)
    assert f"化学需氧量: 缺测 → {value('w01018', demo.told.hour) / 1000:g} 有效 达标" in story
    assert "这段时间离线1小时4分钟。 补传7包。 重算1个小时或日。 已恢复联网，过程结束。" in page
    if where == "device":
        assert "向数采仪下达：取/上传污染物分钟数据" in story


def test_each_step_leads_to_frames_that_are_there(demo, as_person):
    client = as_person("planner")
    story = read(client, instruments(demo.told)["device"]).split('id="story"')[1].split("</section>")[0]
    numbers = {int(number) for number in re.findall(r"/desk/frames/(\d+)/", story)}
    told = demo.told
    assert {told.last_before, told.supplement[0], told.supplement[-1], told.hours[told.hour]} <= numbers
    for number in numbers:
        assert "化学需氧量" in read(client, f"/desk/frames/{number}/")


def test_the_curve_shows_the_gap_and_the_supplement(demo, as_person):
    page, told = read(as_person("planner"), instruments(demo.told)["device"]), demo.told
    drawn = spec(page)
    (start, end), *_others = drawn["missing"]
    assert [start[11:16], end[11:16]] == [f"{at:%H:%M}" for at in map(local, (told.offline.onset, told.back))]
    ours, after = drawn["series"]
    assert (ours["role"], after["role"], len(after["points"])) == ("ours", "supplement", 6)
    assert all(start < at < end for at, _value in after["points"])
    assert drawn["target"]["value"] == 50
    table = without_scripts(page).split('id="curves"')[1].split("</section>")[0]
    assert table.count("补传</span>") == 6 * len(FACTORS)
    assert table.count("<tr>") == 1 + 6 * 23  # the running hour is the 24th


def local(at):
    from huanzhi.science.shanghai import OFFSET

    return at.astimezone(OFFSET)


def test_an_hour_opens_down_to_its_frames(demo, as_person):
    client, address = as_person("planner"), instruments(demo.told)["hour"]
    page = without_scripts(read(client, address))
    for words in ("有效", "达标", "50 mg/L", "排污许可证", "数采仪上报的小时值", "缺测 →"):
        assert words in page
    assert f"/desk/frames/{demo.told.hours[demo.told.hour]}/" in page
    part = client.get(address, headers={"hx-target": "drawer"}).content.decode()
    assert "<html" not in part
    assert 'ol class="proof"' in part


@pytest.mark.parametrize("stamp", ["x", "20261324T01", "2026"])
def test_an_hour_that_is_none_is_not_found(demo, as_person, stamp):
    assert (
        as_person("planner").get(f"/desk/points/{demo.told.point.code}/hours/w01018/{stamp}/").status_code
        == 404
    )


def test_no_page_shows_a_password(demo, as_person):
    client = as_person("planner")
    addresses = [
        *instruments(demo.told).values(),
        "/desk/ledger/",
        f"/desk/quarantine/?mn={UNKNOWN}&kind=unknown-device",
    ]
    addresses += [f"/desk/frames/?mn={mn}" for mn in (MN, UNKNOWN)]
    for address in addresses:
        page = read(client, address)
        assert PASSWORD not in page, address
        assert WRONG not in page, address
    assert "PW=******" in read(client, instruments(demo.told)["frame"])


def test_what_a_frame_holds_cannot_break_a_page(demo, as_person):
    client = as_person("planner")
    for name in ("frame-refused", "quarantine", "frames-of-a-day"):
        assert "<u>1</u>" not in read(client, instruments(demo.told)[name]), name
    assert "&lt;u&gt;1&lt;/u&gt;" in read(client, instruments(demo.told)["frame-refused"])


def test_a_frame_says_what_became_of_it(demo, as_person):
    page = read(as_person("planner"), instruments(demo.told)["frame"])
    became = page.split("去向")[1]
    assert became.count("采用") >= len(FACTORS)
    refused = read(as_person("planner"), instruments(demo.told)["frame-refused"])
    assert "密码错误" in refused
    assert "没有应答" in refused


def test_frames_are_paged_without_loss_over_lanes(demo, as_person):
    other = Lane.objects.create(name="another")
    Frame.objects.bulk_create(
        Frame(
            id=other.first + n,
            received=demo.told.end,
            door="mqtt",
            peer="m",
            mn=MN,
            raw=b"{}",
            refusal="",
            reason="",
        )
        for n in range(1, 8)
    )
    client, address, seen, pages = as_person("planner"), f"/desk/frames/?mn={MN}", [], 0
    while address:
        with CaptureQueriesContext(connection) as asked:
            page = read(client, address)
        assert not [one for one in asked if "COUNT(*)" in one["sql"] and "monitoring_frame" in one["sql"]]
        seen += re.findall(r'<a class="code" href="/desk/frames/(\d+)/">', page)
        older = re.search(r'href="(\?mn=[^"]*before=[^"]*)">更早', page)
        address = f"/desk/frames/{older[1].replace('&amp;', '&')}" if older else ""
        pages += 1
    mine = Frame.objects.filter(mn=MN).count()
    assert len(seen) == len(set(seen)) == mine
    assert pages == -(-mine // PAGE)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, ",,", "0", "1,1"])
def test_a_broken_cursor_is_no_error(demo, as_person, before):
    read(as_person("planner"), f"/desk/frames/?before={before}")


def test_the_list_says_it_in_a_sentence(demo, as_person):
    client = as_person("planner")
    others = Device.objects.exclude(
        code__in=[demo.told.device.code, demo.told.silent.code, demo.told.mute.code]
    ).count()
    page = read(client, "/desk/devices/")
    assert f"{3 + others}台数采仪" in re.search(r"<h1>(.*?)</h1>", page)[1]
    silent = read(client, "/desk/devices/?state=offline")
    assert demo.told.silent.name in silent
    assert demo.told.device.name not in silent


def test_an_unknown_device_is_registered_and_its_frames_are_taken(demo, as_person):
    client = as_person("planner")
    page = read(client, "/desk/quarantine/")
    link = re.search(rf'href="(/registers/device/new/\?code={UNKNOWN})"', page)[1]
    assert f'value="{UNKNOWN}"' in read(client, link)
    said = {
        "code": UNKNOWN,
        "name": "新登记",
        "point": demo.told.point.code,
        "real_seconds": 60,
        "minute_minutes": 10,
    }
    assert client.post("/registers/device/new/", said).status_code == 302
    page = read(client, "/desk/quarantine/")
    assert "重新入库" in page
    upto = Quarantined.objects.order_by("-pk").first().pk
    client.post("/desk/quarantine/take-again/", {"mn": UNKNOWN, "kind": "unknown-device", "upto": upto})
    assert not Quarantined.objects.filter(mn=UNKNOWN, kind="unknown-device", reviewed_at=None).exists()
    assert Latest.objects.filter(point=demo.told.point.code, factor="w01018", statistic="real").exists()
    assert Entry.objects.filter(verb="monitoring.take-quarantined-again").exists()


def test_setting_aside_needs_a_reason_and_leaves_what_came_later(demo, as_person):
    client, rows = as_person("planner"), Quarantined.objects.filter(mn=MN, kind="password")
    first = rows.order_by("pk").first().pk
    group = {"mn": MN, "kind": "password", "upto": first}
    client.post("/desk/quarantine/dismiss/", {**group, "note": " "})
    assert rows.filter(reviewed_at=None).count() == 3
    client.post("/desk/quarantine/dismiss/", {**group, "note": "已通知运维单位"})
    assert list(rows.exclude(reviewed_at=None).values_list("pk", "note")) == [(first, "已通知运维单位")]
    entry = Entry.objects.filter(verb="monitoring.dismiss-quarantined").get()
    assert (entry.after["rows"], entry.reason) == ([first], "已通知运维单位")


def test_history_is_asked_for_with_a_span(demo, as_person):
    client, address = as_person("planner"), f"/desk/devices/{MN}/ask/"
    answer = client.post(address, {"cn": "2061"})
    assert answer.status_code == 400
    assert "调取历史数据要写起止时间" in answer.content.decode()
    assert client.post(address, {"cn": "9999"}).status_code == 400
    said = {"cn": "2061", "start": "2026-11-01T08:00", "end": "2026-11-01T10:00"}
    assert client.post(address, said).status_code == 302
    made = Command.objects.filter(cn="2061").latest("pk")
    assert made.parameters == {"BeginTime": "20261101080000", "EndTime": "20261101100000"}
    assert made.by == "方规划（演示）"


def test_a_limit_with_two_bounds_has_two_lines(demo, as_person):
    OutletLimit.objects.filter(point=demo.told.point, factor="w01018").update(text="6~50")
    drawn = spec(read(as_person("planner"), instruments(demo.told)["device"]))
    assert (drawn["target"], drawn["floor"]) == (
        {"value": 50, "text": "限值50"},
        {"value": 6, "text": "下限6"},
    )
    assert "6~50" in read(as_person("planner"), instruments(demo.told)["point"])


def test_the_last_hours_are_shown_wide(demo, as_person):
    address = instruments(demo.told)["device"]
    drawn = spec(read(as_person("planner"), f"{address}?last=6"))
    start, end = (datetime.fromisoformat(at) for at in drawn["hours"])
    assert end - start == timedelta(hours=6)


def test_a_station_of_the_air_leads_to_its_device(demo, as_person):
    point = Point.objects.filter(medium="air").first()
    Device.objects.create(code="AIR00000000000000000001", name="空气站数采仪", point=point)
    assert "/desk/devices/AIR00000000000000000001/" in read(as_person("planner"), f"/desk/air/{point.code}/")


def test_data_of_the_future_tell_of_a_clock(demo, as_person):
    Contact.objects.filter(device__code=MN).update(late_seconds=-1740)
    page = read(as_person("planner"), instruments(demo.told)["device"])
    assert "数据时间超前29分钟，请核对时钟" in page
    Contact.objects.filter(device__code=MN).update(late_seconds=-30)
    assert "请核对时钟" not in read(as_person("planner"), instruments(demo.told)["device"])


def test_reasons_of_refusal_are_in_the_readers_words():
    said = "DataTime 20271125083000 does not lie between 20251021083012 and 20261125093012"
    with override("zh-hans"):
        assert refusal_words(said).startswith("数据时间2027-11-25 08:30:00不在2025-10-21 08:30:12至")
        assert refusal_words("the check says 1A, the bytes 2B") == "校验码为1A，按字节算得2B"


def test_a_new_password_is_set_and_told_and_never_shown(demo, as_person):
    client, address = as_person("planner"), f"/desk/devices/{MN}/password/"
    Command.objects.filter(cn="1072").delete()
    for wrong in ("12345", "1234567", "12 456", "密码密码密码", ""):
        assert client.post(address, {"new-password": wrong, "new-tell": "on"}).status_code == 400
    assert client.post(address, {"new-password": "Ab3456", "new-tell": "on"}).status_code == 302
    held = DevicePassword.objects.get(device__code=MN)
    assert (held.current, bool(held.former_until)) == ("Ab3456", True)
    made = Command.objects.get(cn="1072")
    assert (made.parameters, made.state) == ({"NewPW": "Ab3456"}, "waiting")
    again = client.post(address, {"new-password": "Cd3456", "new-tell": "on"})
    assert again.status_code == 409
    assert "新密码还在下达途中" in again.content.decode()
    page = read(client, instruments(demo.told)["device"])
    assert "旧密码可用至" in page
    assert "Ab3456" not in page
    assert "Ab3456" not in json.dumps([entry.after for entry in Entry.objects.all()], default=str)
    assert client.post(address, {"new-password": "Ef3456"}).status_code == 302  # set at the device by hand
    assert Command.objects.filter(cn="1072").count() == 1


def test_a_word_on_readings_is_written_down_or_the_page_says_what_is_wrong(demo, as_person):
    client, address = as_person("planner"), instruments(demo.told)["point"]
    said = {
        "do": "review",
        "review-factor": "w01018",
        "review-standing": "invalid",
        "review-reason": "换试剂",
    }
    said |= {"review-start": "2026-01-02T10:00", "review-end": "2026-01-02T08:00"}
    wrong = client.post(address, said)
    assert (wrong.status_code, Review.objects.count()) == (400, 0)
    assert "结束要晚于开始" in wrong.content.decode()
    assert client.post(address, said | {"review-end": "2026-01-02T12:00"}).status_code == 302
    made = Review.objects.get()
    assert (made.factor, made.standing, made.reason) == ("w01018", "invalid", "换试剂")
    assert "撤回审核" in read(client, address)
    client.post(address, {"do": "withdraw", "key": made.pk, "withdraw-reason": "看错了"})
    made.refresh_from_db()
    assert made.withdrawn_at


def test_a_suspicion_is_judged_and_a_shutdown_declared(demo, as_person):
    client, address = as_person("planner"), instruments(demo.told)["point"]
    client.post(
        address,
        {"do": "judge", "key": demo.told.suspicion.pk, "judge-judged": "unfounded", "judge-note": "量程低"},
    )
    assert Suspicion.objects.get(pk=demo.told.suspicion.pk).judged == "unfounded"
    said = {
        "declare-kind": "shutdown",
        "declare-start": "2026-01-02T10:00",
        "declare-end": "2026-01-03T10:00",
    }
    client.post(address, said | {"do": "declare", "declare-reason": "检修"})
    assert Declaration.objects.filter(kind="shutdown", reason="检修").exists()
    assert "申报停产停运，至01-03 10:00" in read(client, f"{address}?day=2026-01-02")
    assert client.post(address, {"do": "nonsense"}).status_code == 404


def test_who_only_looks_neither_sees_the_forms_nor_acts(demo, as_person):
    client = as_person("leader")
    for name in ("device", "point", "quarantine"):
        assert "csrfmiddlewaretoken" not in read(client, instruments(demo.told)[name]).split("<main")[1], name
    assert client.post(f"/desk/devices/{MN}/ask/", {"cn": "2011"}).status_code == 403
    assert (
        client.post(f"/desk/devices/{MN}/password/", {"new-password": "Ab3456", "new-tell": "on"}).status_code
        == 403
    )
    assert (
        client.post(
            "/desk/quarantine/dismiss/", {"mn": MN, "kind": "password", "upto": 10**9, "note": "x"}
        ).status_code
        == 403
    )
    assert not Command.objects.filter(cn="2011").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("device-unheard", "从未联网。请核对上位机地址和端口"),
        ("device-silent", "目前仍离线"),
        ("device-day", "收到补传7包"),
    ],
)
def test_pages_say_what_to_do_when_there_is_nothing(demo, as_person, name, words):
    assert words in read(as_person("planner"), instruments(demo.told)[name])


def test_the_menu_and_the_cockpit_count(demo, as_person):
    client = as_person("planner")
    menu = re.search(r'<nav class="side".*?</nav>', read(client, "/desk/"), re.S)[0]
    assert re.search(r">数采仪<b>\d+</b>", menu)
    waiting = Quarantined.objects.filter(reviewed_at=None).count()
    assert f">隔离区<b>{waiting}</b>" in menu
    assert (
        "数采仪"
        not in re.search(r'<nav class="side".*?</nav>', read(as_person("housing"), "/desk/"), re.S)[0]
    )


def test_every_leniency_has_words():
    assert set(LENIENCIES) == EVERYTHING


def test_what_was_asked_leads_to_the_frames_in_answer(demo, as_person):
    told = demo.told
    row = Command.objects.filter(device=told.device, cn="2051").latest("pk")
    first, last = told.supplement[0], told.supplement[-1]
    held = Frame.objects.get(pk=first)
    qn = re.search(rb"QN=([0-9]{17})", bytes(held.raw))[1].decode()
    Command.objects.filter(pk=row.pk).update(
        qn=qn, sent_at=held.received - timedelta(seconds=1), ended_at=held.received
    )
    row.refresh_from_db()
    planner, liaison = (User.objects.get(username=name) for name in ("planner", "housing"))
    assert answers(planner, MN, [row])[qn][0] == first
    assert last >= answers(planner, MN, [row])[qn][1] >= first
    assert answers(planner, MN, []) == {}
    assert answers(liaison, MN, [row]) == {}, "frames are for who sees the whole district"
