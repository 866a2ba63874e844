"""The pages of works and money over a small plan: filters, what is missing, forms that come back, who sees what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plan.works.test_life import _photo

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.plan.actions.works import save_project, take_works
from huanzhi.plan.actions.works_blockers import raise_blocker
from huanzhi.plan.actions.works_money import record_fund
from huanzhi.plan.actions.works_reductions import claim_reduction
from huanzhi.plan.models import Blocker, FundLine, Gate, Reduction, WorkPhoto


@pytest.fixture
def client_of(small, client):
    def sign_in(username):
        client.force_login(small.users[username])
        return client

    return sign_in


def _file(octets, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, octets)


def test_the_list_says_what_is_missing_and_filters(small, client_of):
    facts = {"owner": small.bodies["WA"], "starts_on": date(2022, 1, 1), "finishes_on": date(2023, 1, 1)}
    save_project(small.actor("fang"), small.plant, facts, "1号")
    raise_blocker(small.actor("wei"), small.works["乙河清淤"], "征地未完成")
    client = client_of("fang")

    def listed(**asked):
        page = client.get("/desk/works/", asked).content.decode()
        return {name for name in small.works if f">{name}</a>" in page}

    assert listed() == {"新建甲厂", "乙河清淤", "丙园"}
    assert listed(origin="text") == {"丙园"}
    assert listed(only="late") == {"新建甲厂"}
    assert listed(only="blocked") == {"乙河清淤"}
    assert listed(missing="owner") == {"乙河清淤", "丙园"}
    assert listed(missing="budget") == set(small.works)
    assert listed(stage="approved") == set()
    assert listed(stage="none", q="甲") == {"新建甲厂"}
    assert "没有相符的工程" in client.get("/desk/works/", {"q": "没有"}).content.decode()


def test_a_department_sees_its_own_list_and_money_and_no_other_work(small, client_of):
    record_fund(small.actor("fang"), small.plant, "central", 2022, planned_yuan=1_234_000)
    client = client_of("lin")
    page = client.get("/desk/works/").content.decode()
    assert "丙园" in page
    assert "新建甲厂" not in page
    assert client.get("/desk/works/W01/").status_code == 404
    assert "123.4 万元" not in client.get("/desk/works/money/").content.decode()
    assert "123.4 万元" in client_of("wei").get("/desk/works/money/").content.decode()


def test_pages_cost_the_same_however_many_works(small, client_of):
    client = client_of("fang")

    def cost(address):
        with CaptureQueriesContext(connection) as held:
            assert client.get(address).status_code == 200
        return len(held)

    record_fund(small.actor("fang"), small.plant, "central", 2022, planned_yuan=1)
    raise_blocker(small.actor("fang"), small.plant, "征地")
    addresses = ("/desk/works/", "/desk/works/money/", "/desk/works/W01/")
    client.get(addresses[0])  # what is read once a process is read
    few = [cost(address) for address in addresses]
    rows = [{"task": "T001", "name": f"工程{n}", "printed": "x", "start": n} for n in range(20)]
    take_works(SYSTEM("t"), small.document, {"text": rows})
    for work in small.document.projects.filter(name__startswith="工程"):
        record_fund(small.actor("fang"), work, "central", 2022, planned_yuan=1)
        raise_blocker(small.actor("fang"), small.plant, f"征地{work.code}")
    assert [cost(address) for address in addresses] == few


def test_a_department_passes_a_stage_and_the_planner_confirms(small, client_of):
    client = client_of("wei")
    said = {"pass-stage": "approved", "pass-passed_on": "2022-01-10", "pass-number": ""}
    page = client.post("/desk/works/W01/pass/", said)
    assert page.status_code == 422
    text = page.content.decode()
    assert "这个阶段要填文号" in text
    assert "这个阶段要附证明文件" in text
    said |= {"pass-number": "1号", "pass-file": _file("批复\n".encode(), "批复.txt")}
    assert client.post("/desk/works/W01/pass/", said).status_code == 302
    for stage, day in (("designed", "2022-02-01"), ("started", "2022-03-01"), ("built", "2022-04-01")):
        told = {"pass-stage": stage, "pass-passed_on": day, "pass-number": "1号"}
        told["pass-file"] = _file(f"{stage}\n".encode(), "证明.txt")
        assert client.post("/desk/works/W01/pass/", told).status_code == 302
    address = "/desk/works/W01/stages/built/confirm/"
    assert client.post(address, {"confirm-holds": "yes"}).status_code == 403
    file = client.get("/desk/works/W01/stages/built/proof/")
    assert b"".join(file.streaming_content) == b"built\n"
    client = client_of("fang")
    assert client.post(address, {"confirm-holds": "no"}).status_code == 422
    assert client.post(address, {"confirm-holds": "yes"}).status_code == 302
    assert Gate.objects.get(stage="built").confirmed_name == "fang"


def test_facts_blockers_money_and_reductions_by_form(small, client_of):
    client = client_of("fang")
    said = {"save-owner": small.bodies["WA"].pk, "save-budget_yuan": "5000000", "save-number": "1号"}
    said |= {"save-starts_on": "2023-01-02", "save-finishes_on": "2023-01-01"}
    assert client.post("/desk/works/W01/save/", said).status_code == 422
    said |= {"save-finishes_on": "2024-01-01", "save-planned_approved": "2023-02-01"}
    assert client.post("/desk/works/W01/save/", said).status_code == 302
    small.plant.refresh_from_db()
    assert (small.plant.owner.code, small.plant.budget_yuan) == ("WA", 5_000_000)
    assert Gate.objects.get().planned_on == date(2023, 2, 1)
    assert client.post("/desk/works/W01/blockers/", {"obstacle-title": "征地"}).status_code == 302
    held = Blocker.objects.get()
    address = f"/desk/works/W01/blockers/{held.pk}/settle/"
    assert client.post(address, {f"settle-{held.pk}-settlement": ""}).status_code == 422
    assert client.post(address, {f"settle-{held.pk}-settlement": "已交地"}).status_code == 302
    told = {
        "fund-source": "central",
        "fund-year": "2023",
        "fund-allocated_yuan": "10",
        "fund-paid_yuan": "11",
    }
    assert client.post("/desk/works/W01/funds/", told).status_code == 422
    told |= {"fund-paid_yuan": "5", "fund-number": "1号"}
    assert client.post("/desk/works/W01/funds/", told).status_code == 302
    assert FundLine.objects.get().paid_yuan == 5
    claim_reduction(small.actor("wei"), small.plant, "cod", 2023, 100, "x")
    row = Reduction.objects.get()
    address = f"/desk/works/W01/reductions/{row.pk}/verify/"
    assert client.post(address, {f"verify-{row.pk}-verified_kg": "90"}).status_code == 422
    told = {f"verify-{row.pk}-verified_kg": "90", f"verify-{row.pk}-number": "1号"}
    assert client.post(address, told).status_code == 302
    page = client.get("/desk/works/W01/").content.decode()
    for words in ("500 万元", "50.0%", "90 kg", "已交地", "水务局"):
        assert words in page


def test_a_photo_by_form_and_its_copies(small, client_of):
    client = client_of("wei")
    assert client.post("/desk/works/W01/photos/", {"photo-file": _file(b"no\n", "x.jpg")}).status_code == 422
    octets = _photo("2023:06:01 10:00:00")
    told = {"photo-file": _file(octets, "工地.jpg"), "photo-stage": "started", "photo-note": "基坑"}
    assert client.post("/desk/works/W01/photos/", told).status_code == 302
    photo = WorkPhoto.objects.get()
    address = f"/desk/works/W01/photos/{photo.pk}"
    assert b"".join(client.get(f"{address}/original/").streaming_content) == octets
    public = b"".join(client.get(f"{address}/public/").streaming_content)
    assert public[:3] == b"\xff\xd8\xff"
    assert b"ACME" not in public
    assert client.get(f"{address}/moon/").status_code == 404
    assert client_of("lin").get(f"{address}/small/").status_code == 404


def test_the_dates_of_the_plan_are_still_there(small, client_of):
    small.document.milestones.create(year=2023, text="完成一半")
    assert "完成一半" in client_of("fang").get("/desk/works/dates/").content.decode()
