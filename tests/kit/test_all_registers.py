"""Every declared register has every face, from its declaration alone."""

import csv
import io

import pytest
from django.urls import reverse

from huanzhi.kit.actions import read_rows
from huanzhi.kit.register import registers
from huanzhi.kit.spreadsheets import rows_of, to_xlsx

NAMES = [register.name for register in registers()]


@pytest.fixture(params=NAMES)
def register(request):
    return next(one for one in registers() if one.name == request.param)


def test_list_filter_record_and_form(demo, as_person, register):
    client = as_person("planner")
    page = client.get(reverse("kit:list", args=[register.name]))
    assert page.status_code == 200
    first = register.model.objects.first()
    assert first.name in page.content.decode()
    none = client.get(reverse("kit:list", args=[register.name]), {"name__icontains": "没有这个名字"})
    assert "没有记录" in none.content.decode()
    for name in ("kit:record", "kit:edit"):
        assert first.code in client.get(reverse(name, args=[register.name, first.code])).content.decode()
    assert client.get(reverse("kit:new", args=[register.name])).status_code == 200


def test_what_goes_out_comes_in_again_and_changes_nothing(demo, as_person, register):
    client = as_person("planner")
    for form in ("csv", "xlsx"):
        file = client.get(reverse("kit:export", args=[register.name, form])).content
        reading = read_rows(register, rows_of(file, f"x.{form}"))
        assert reading.refused == []
        assert (len(reading.new), len(reading.changed)) == (0, 0)
        assert reading.same == register.model.objects.count()


def test_the_api_lists_the_same_and_filters_the_same(demo, as_person, register):
    client = as_person("planner")
    rows = client.get(f"/api/registers/{register.name}/").json()
    assert rows["count"] == register.model.objects.count()
    name = rows["results"][0]["name"]
    found = client.get(f"/api/registers/{register.name}/", {"name__icontains": name}).json()
    assert all(name in row["name"] for row in found["results"])
    code = rows["results"][0]["code"]
    assert client.get(f"/api/registers/{register.name}/{code}/").json()["code"] == code


def test_who_may_not_save_neither_sees_the_form_nor_saves(demo, as_person, register):
    client = as_person("ecology")
    first = register.model.objects.first()
    assert client.get(reverse("kit:new", args=[register.name])).status_code == 403
    assert client.get(reverse("kit:import", args=[register.name])).status_code == 403
    answer = client.patch(
        f"/api/registers/{register.name}/{first.code}/", {"name": "x"}, content_type="application/json"
    )
    assert answer.status_code == 403
    first.refresh_from_db()
    assert first.name != "x"


def test_a_change_is_recorded_with_what_was_before(demo, as_person, register):
    client = as_person("planner")
    first = register.model.objects.first()
    before = first.name
    answer = client.patch(
        f"/api/registers/{register.name}/{first.code}/", {"name": "新名字"}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.json()
    page = client.get(reverse("kit:record", args=[register.name, first.code])).content.decode()
    assert "新名字" in page
    assert "保存记录" in page
    from huanzhi.ledger.queries import history

    entry = history(first).first()
    assert (entry.before["name"], entry.after["name"]) == (before, "新名字")


def test_a_wrong_code_is_told_by_the_api(demo, as_person, register):
    answer = as_person("planner").post(
        f"/api/registers/{register.name}/", {"code": "", "name": "x"}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert "code" in answer.json()


def test_a_spreadsheet_is_looked_at_first_and_then_taken(demo, as_person):
    client = as_person("planner")
    head = ["code", "name", "kind"]
    rows = [
        ["N1", "新局", "department"],
        ["N2", "", "department"],
        ["N1", "again", "department"],
        ["N3", "x", "moon"],
    ]
    file = io.BytesIO(to_xlsx(head, rows))
    file.name = "bodies.xlsx"
    page = client.post("/registers/organisation/import/", {"file": file}).content.decode()
    from huanzhi.people.models import Organisation

    assert not Organisation.objects.filter(code="N1").exists()
    token = page.split('name="token" value="')[1].split('"')[0]
    answer = client.post("/registers/organisation/import/", {"token": token}, follow=True)
    assert Organisation.objects.get(code="N1").name == "新局"
    assert not Organisation.objects.filter(code__in=["N2", "N3"]).exists()
    said = answer.content.decode()
    assert "bodies.xlsx" in said
    from huanzhi.kit.models import Intake

    intake = Intake.objects.get(file_name="bodies.xlsx")
    assert (intake.rows_total, intake.rows_taken, intake.rows_refused) == (4, 1, 3)
    told = {(row.row, row.field) for row in intake.refused.all()}
    assert {(3, "name"), (4, "code"), (5, "kind")} <= told


def test_a_held_file_is_for_the_one_who_brought_it(demo, as_person):
    file = io.BytesIO("code,name\nN9,九\n".encode())
    file.name = "x.csv"
    page = as_person("planner").post("/registers/organisation/import/", {"file": file}).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    said = as_person("admin").post("/registers/organisation/import/", {"token": token}).content.decode()
    assert "no longer held" in said


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.csv", "no header"),
        (b"PK\x03\x04rubbish", "x.xlsx", "not an .xlsx"),
        (b"a,a\n1,2\n", "x.csv", "names a twice"),
        (b"\x00\x01\x02", "x.csv", "neither .csv nor .xlsx"),
    ],
)
def test_a_file_that_is_none_is_one_clear_error(content, name, words):
    with pytest.raises(ValueError, match=words):
        rows_of(content, name)


def test_gb18030_is_read_and_formulas_are_disarmed():
    from huanzhi.kit.spreadsheets import to_csv

    assert rows_of("code,name\n1,朝\n".encode("gb18030"), "x.csv") == [(2, {"code": "1", "name": "朝"})]
    out = to_csv(["a"], [["=cmd()"], ["-5.2"]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(out)))[1:] == [["'=cmd()"], ["-5.2"]]
