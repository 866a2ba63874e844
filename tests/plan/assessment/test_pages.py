"""Pages of an assessment: what a form lacks is said at the field with 422; a department sees its own rows only."""

import pytest
from tests.plan.assessment.conftest import AFTER, ME

from huanzhi.people.models import User
from huanzhi.plan.actions.assessment import open_assessment
from huanzhi.plan.actions.assessment_computing import compute_assessment
from huanzhi.plan.models import Assessment, SelfEvaluation, Talk
from huanzhi.work.models import Case

HERE = "/desk/assessments/"


@pytest.fixture
def signed_in(client, person):
    """The client, signed in as somebody of an organisation in a role."""

    def sign_in(organisation, role):
        client.force_login(User.objects.get(pk=person(organisation, role).user_id))
        return client

    return sign_in


def test_from_opening_to_conclusion_on_the_pages(district, signed_in):
    client = signed_in("区委组织部", "assessor")
    assert client.post(HERE, {"open-kind": "mid-term"}).status_code == 422
    wrong = {"open-kind": "mid-term", "open-year": 2023, "open-rules": "2026-1", "open-cut_off": "2022-01-01"}
    refused = client.post(HERE, wrong)
    assert refused.status_code == 422
    assert "2022-01-01" in refused.content.decode()
    assert client.post(HERE, wrong | {"open-cut_off": ""}).status_code == 302
    made = Assessment.objects.get()
    page = f"{HERE}{made.pk}/"
    assert client.post(f"{page}ask/", {"due_on": "?"}).status_code == 422
    assert client.post(f"{page}ask/", {"due_on": "2026-12-31"}).status_code == 302
    ours = signed_in("生态环境分局", "liaison")
    said = {"about": "indicator:1", "judgement": "met", "reasons": "低于线"}
    assert ours.post(f"{page}self/", said | {"reasons": ""}).status_code == 422
    assert ours.post(f"{page}self/", said | {"about": "indicator:8"}).status_code == 422
    assert ours.post(f"{page}self/", said).status_code == 302
    assert SelfEvaluation.objects.get().judgement == "met"
    assert ours.post(f"{page}compute/").status_code == 403
    client = signed_in("区人大", "assessor")
    assert client.post(f"{page}finding/10/", {"met": "1"}).status_code == 422
    assert client.post(f"{page}compute/").status_code == 302
    assert client.post(f"{page}conclude/", {"conclusion": "完成", "number": ""}).status_code == 422
    assert client.post(f"{page}conclude/", {"conclusion": "完成", "number": "1号"}).status_code == 302
    assert Assessment.objects.get().state == "concluded"


def test_a_department_sees_its_own_rows_only(district, signed_in):
    made = compute_assessment(ME, open_assessment(ME, district.document, "mid-term", 2023), now=AFTER)
    page = f"{HERE}{made.assessment_id}/"
    whole = signed_in("区委组织部", "assessor").get(page)
    assert [row.item["no"] for row in whole.context["indicators"]] == list(range(1, 20))
    own = signed_in("区农业农村局", "liaison").get(page)
    body = next(row for row in whole.context["bodies"] if row["name"] == "区农业农村局")
    assert [row["code"] for row in own.context["bodies"]] == [body["code"]]
    assert all(body["code"] in row.item["owners"] for row in own.context["indicators"])
    assert own.context["tasks"].paginator.count == body["counts"]["tasks"]
    assert own.client.get(f"{page}replay/").status_code == 403
    assert own.client.get(f"{page}today/").status_code == 403


def test_a_talk_is_decided_and_recorded_on_the_page(district, signed_in):
    opened = open_assessment(ME, district.document, "mid-term", 2023, rules="2026-1-strict")
    compute_assessment(ME, opened, now=AFTER)
    client = signed_in("区委组织部", "assessor")
    page = f"{HERE}{opened.pk}/talks/"
    row = client.get(page).context["rows"][0]
    said = {name: row[name] for name in ("key", "rule", "about", "organisation")}
    refused = client.post(page, said | {"hold": "1", "reason": "没有报告"})
    assert refused.status_code == 422  # without a day
    assert refused.context["wrong_form"].non_field_errors()
    told = {"hold": "1", "reason": "没有报告", "planned_on": "2024-02-20"}
    assert client.post(page, said | told).status_code == 302
    talk = Talk.objects.get()
    record = f"/desk/talks/{talk.pk}/record/"
    kept = {"held_on": "2024-02-20", "led_by": "分管领导", "with_whom": "主要负责人", "said": "逐项说明"}
    assert client.post(record, kept).status_code == 422
    kept |= {"number": "约谈〔2024〕1号", "demand": "补齐", "due_on": "2024-04-01"}
    assert client.post(record, kept).status_code == 302
    assert Case.objects.get().title.endswith("补齐")
    liaison = signed_in(talk.organisation.name, "liaison")
    assert "逐项说明" in liaison.get(page).content.decode()
    assert liaison.post(page, said | told).status_code == 403
