"""Pages of reports: made, looked at, sealed, checked; who may; what everybody may check."""

import hashlib
import io

import pytest
from tests.plan.reports.conftest import ME, yearly

from huanzhi.plan.actions.reports import publish_report
from huanzhi.plan.models import SealedReport
from huanzhi.plan.reports.queries import octets_of

QUERY = {"kind": "annual-report", "year": "2023", "day": "2024-01-15"}
ISSUE = {"issue-number": "环报〔2024〕9号", "issue-day": "2024-01-15", "issue-issuer": "生态环境局"}


@pytest.fixture
def signed_in(district, client):
    from huanzhi.people.actions import create_user, grant
    from huanzhi.people.models import Organisation, User

    def enter(role: str):
        user = create_user(ME, role, role)
        grant(ME, user, Organisation.objects.get(name="生态环境分局"), role)
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return enter


def test_a_planner_makes_looks_seals_and_checks(signed_in):
    client = signed_in("planner")
    page = client.get("/desk/reports/preview/", QUERY)
    assert page.status_code == 200
    assert 'href="/desk/tasks/?state=done"' in page.content.decode()
    for form, head in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = client.get(f"/desk/reports/preview/{form}/", QUERY)
        assert answer.content.startswith(head)
        assert "attachment" in answer["Content-Disposition"]
    at = "/desk/reports/preview/?kind=annual-report&year=2023"
    assert client.post(at, {**ISSUE, "issue-number": ""}).status_code == 422
    assert client.post(at, ISSUE).status_code == 302
    held = SealedReport.objects.get(number="环报〔2024〕9号")
    assert held.number == "环报〔2024〕9号"
    assert client.post(at, ISSUE).status_code == 422, "the number is used"
    checked = client.get(f"/desk/reports/{held.pk}/?check").content.decode()
    assert "字节完全一致" in checked
    assert client.get(f"/desk/reports/{held.pk}/files/pdf/").content == octets_of(held, "pdf")
    assert client.get(f"/desk/reports/{held.pk}/today/").status_code == 200
    assert held.number in client.get("/desk/reports/").content.decode()


def test_a_department_sees_only_what_is_its_own_or_published(signed_in, sealed):
    client = signed_in("liaison")
    assert client.get("/desk/reports/preview/", QUERY).status_code == 403
    assert client.get(f"/desk/reports/{sealed.pk}/").status_code == 404
    publish_report(ME, sealed, "会议纪要1号")
    assert client.get(f"/desk/reports/{sealed.pk}/").status_code == 200
    assert client.get(f"/desk/reports/{sealed.pk}/today/").status_code == 403
    assert client.post("/desk/reports/preview/?kind=annual-report&year=2023", ISSUE).status_code == 403


def test_what_cannot_be_made_says_why(signed_in):
    answer = signed_in("planner").get("/desk/reports/preview/", {"kind": "mid-term", "year": "2023"})
    assert answer.status_code == 422
    assert signed_in("leader").get("/desk/reports/preview/", {"kind": "x", "year": "1"}).status_code == 422


def test_everybody_may_check_a_file_and_learns_no_more(client, sealed):
    octets = octets_of(sealed, "docx")
    answer = client.post("/portal/verify/", {"file": io.BytesIO(octets)}, follow=True)
    said = answer.content.decode()
    assert "DOCX" in said
    assert "未公开" in said
    assert sealed.number not in said
    assert client.get(f"/portal/reports/{sealed.pk}.docx").status_code == 404
    changed = client.post("/portal/verify/", {"file": io.BytesIO(octets + b" ")}, follow=True)
    assert "没有封存报告" in changed.content.decode()
    assert client.post("/portal/verify/", {"hash": "abc"}).status_code == 422
    assert client.post("/portal/verify/", {}).status_code == 422
    assert client.get(f"/portal/verify/{'0' * 63}/").status_code == 404


def test_a_published_report_can_be_taken_along(client, sealed):
    publish_report(ME, sealed, "会议纪要1号")
    assert sealed.number in client.get(f"/portal/verify/{sealed.sha256}/").content.decode()
    answer = client.get(f"/portal/reports/{sealed.pk}.pdf")
    file = hashlib.sha256(answer.content).hexdigest()
    assert "PDF" in client.get(f"/portal/verify/{file}/").content.decode()


def test_the_year_of_the_report_is_one_of_the_plan(district):
    from huanzhi.plan.reports.making import Asked, make

    with pytest.raises(LookupError, match="2019"):
        make(district.document, Asked("annual-report", 2019, day="2024-01-15"))
    with pytest.raises(LookupError, match="'x'"):
        make(district.document, yearly(organisation="x"))
