"""The pages of cases: what a person finds on the work desk, takes forward, hands over, and reads in the rates."""

import pytest
from django.urls import reverse
from django.utils import timezone

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.work.actions import Finding, accept, open_case, open_found, report_done
from huanzhi.work.models import Case, RoutingRule, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies():
    return [save_organisation(SYSTEM("t"), code, {"name": code}) for code in ("EPB", "HOUSE")]


@pytest.fixture
def person(bodies, client):
    def make(name, role="planner", body=0) -> User:
        user = create_user(SYSTEM("t"), name, name)
        grant(SYSTEM("t"), user, bodies[body], role)
        return user

    return make


def opened(body, number="1", kind="exceedance"):
    return open_case(
        SYSTEM("t"), kind, body, f"smoke {number}", f"s:{number}", "1", {"reason": "r", "value": "9"}
    )


def post(client, case, verb, follow=True, **data):
    name = verb.partition(".")[2]
    url = reverse("desk:case-step", args=[case.number, verb])
    return client.post(url, {f"{name}-{key}": value for key, value in data.items()}, follow=follow)


def test_the_whole_way_by_its_forms(client, person, bodies):
    worker, checker = person("worker", "liaison"), person("checker")
    case = opened(bodies[0])
    client.force_login(worker)
    assert "smoke 1" in client.get(reverse("desk:work")).content.decode()
    post(client, case, "work.accept", note="")
    wrong = post(client, case, "work.report-done", follow=False, note=" ")
    assert wrong.status_code == 422
    post(client, case, "work.report-done", note="washed")
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "washed" in page
    barred = post(client, case, "work.verify", note="seen")
    assert barred.status_code == 403
    client.force_login(checker)
    assert "smoke 1" in client.get(reverse("desk:work")).content.decode()
    post(client, case, "work.return-case", note="not seen")
    client.force_login(worker)
    post(client, case, "work.report-done", note="washed again")
    client.force_login(checker)
    post(client, case, "work.verify", note="seen")
    assert Case.objects.get().state == State.CLOSED
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    for words in ("washed", "not seen", "washed again", "seen"):
        assert words in page


def test_every_step_has_a_form_that_works(client, person, bodies):
    """Hand over, ask for time and decide, suspend, resume, split, join, take apart: each by its page."""
    one, two = person("one"), person("two")
    case, other = opened(bodies[0], "1"), opened(bodies[0], "2")
    client.force_login(one)
    post(client, case, "work.hand-over", organisation="EPB", assignee="one", note="mine")
    post(client, case, "work.accept", note="")
    due = Case.objects.get(pk=case.pk).due_at
    later = timezone.localtime(due) + timezone.timedelta(days=3)
    post(client, case, "work.request-extension", until=f"{later:%Y-%m-%dT%H:%M}", note="parts")
    client.force_login(two)
    post(client, case, "work.decide-extension", granted="yes", note="fine")
    assert Case.objects.get(pk=case.pk).due_at > due
    post(client, case, "work.suspend", note="weather")
    post(client, case, "work.resume", note="")
    post(client, other, "work.merge", into=case.number, note="the same")
    assert Case.objects.get(pk=other.pk).merged_into == case
    assert client.get(reverse("desk:case", args=[other.number])).status_code == 200
    post(client, other, "work.unmerge", note="not the same")
    parts = {"title_1": "north", "organisation_1": "EPB", "title_2": "south", "organisation_2": "HOUSE"}
    post(client, case, "work.split", note="two owners", **parts)
    assert case.parts.count() == 2
    assert client.get(reverse("desk:case", args=[case.number])).status_code == 200


def test_several_are_handed_over_at_once_or_none(client, person, bodies):
    client.force_login(person("worker", "liaison"))
    cases = [opened(bodies[0], str(n)) for n in range(3)]
    form = {"hand-over-organisation": "HOUSE", "hand-over-note": "theirs"}
    url = reverse("desk:hand-over")
    assert client.post(url, form).status_code == 409
    assert client.post(url, {"case": [cases[0].number]}).status_code == 409
    client.post(url, {**form, "case": [case.number for case in cases[:2]]})
    assert Case.objects.filter(organisation=bodies[1]).count() == 2


def test_rates_open_down_to_their_cases(client, person, bodies):
    worker = person("worker", "liaison")
    client.force_login(person("planner"))
    case = opened(bodies[0])
    accept(worker.as_actor(), case)
    report_done(worker.as_actor(), case, "done")
    page = client.get(reverse("desk:rates"), {"rate": "handling"}).content.decode()
    assert case.number in page
    for by in ("kind", "organisation", "area", "nonsense"):
        assert client.get(reverse("desk:rates"), {"by": by, "from": "2026-13-45"}).status_code == 200
    assert (
        "smoke"
        not in client.get(
            reverse("desk:rates"), {"rate": "handling", "to": "2020-01-01", "from": "2020-01-01"}
        ).content.decode()
    )


def test_a_rule_is_tried_before_it_goes_live(client, person, bodies):
    client.force_login(person("planner"))
    RoutingRule.objects.create(code="R1", name="all", order=9, organisation=bodies[0])
    RoutingRule.objects.create(code="N", name="new", order=1, organisation=bodies[1], valid_from="2099-01-01")
    case = open_found(SYSTEM("t"), Finding("exceedance", "smoke", "s:1", "1"))
    page = client.get(reverse("desk:routing"), {"trial": "N"}).content.decode()
    assert case.number in page
    assert "EPB → HOUSE" in page
    assert "EPB → HOUSE" not in client.get(reverse("desk:routing"), {"trial": "R1"}).content.decode()


def test_another_departments_case_is_not_there(client, person, bodies):
    client.force_login(person("other", "liaison", body=1))
    case = opened(bodies[0])
    assert client.get(reverse("desk:case", args=[case.number])).status_code == 404
    assert post(client, case, "work.accept").status_code == 404
    assert "smoke" not in client.get(reverse("desk:work")).content.decode()
