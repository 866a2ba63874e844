"""Field pages with the network cut: what is recorded then arrives later, in order, each thing once."""

import time
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from tests.e2e.conftest import sign_in
from tests.work.photos import photo

from huanzhi.work.attachments.storage import original

RECORDED = "Number(document.documentElement.dataset.recorded || 0)"
KEPT = """async (address) => {
    const held = {cacheName: 'huanzhi-field-pages', ignoreVary: true};
    return Boolean(await caches.match(new URL(address, location).href, held));
}"""


@pytest.fixture
def told(person: Any, site: Any) -> SimpleNamespace:
    """A town, two grid workers, and a fire point in the town's hands."""
    from decimal import Decimal

    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import save_organisation
    from huanzhi.work.actions import Finding, open_found

    mark = uuid4().hex[:8]
    town = save_organisation(SYSTEM("e2e"), f"TOWN{mark}", {"name": f"永春镇{mark}"})
    found = Finding(
        "fire-point", "秸秆火点，柳条沟村三社", f"fire:{mark}", "e1", {"reason": "卫星13:42发现"},
        Decimal("125.290000"), Decimal("43.830000"),
    )  # fmt: skip
    case = open_found(SYSTEM("e2e"), found, town)
    worker, second = (person(f"{name}{mark}", town, "grid") for name in ("worker", "second"))
    return SimpleNamespace(case=case, town=town, worker=worker, second=second)


def ready(page: Any, told: SimpleNamespace) -> None:
    """The list was opened with a signal, and the phone has kept the case."""
    page.goto("/desk/field/")
    page.evaluate("navigator.serviceWorker.ready")
    address = f"/desk/field/cases/{told.case.number}/"
    page.wait_for_function(KEPT, arg=address)


def open_case(page: Any, told: SimpleNamespace) -> None:
    page.click(f"a[href='/desk/field/cases/{told.case.number}/']")
    page.wait_for_selector("[data-case]")


def recorded(page: Any) -> int:
    """How many times this page has put something on the phone's disk."""
    return page.evaluate(RECORDED)


def shoot(page: Any, octets: bytes) -> None:
    before = recorded(page)
    file = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": octets}
    page.set_input_files("input[capture]", file)
    page.wait_for_function(f"({RECORDED}) > {before}")


def press(page: Any, verb: str, note: str = "") -> None:
    before = recorded(page)
    if note:
        page.fill("textarea", note)
    page.click(f"button[data-verb='{verb}']:visible")
    page.wait_for_function(f"({RECORDED}) > {before}")


def until(page: Any, done: Any, seconds: float = 25) -> None:
    """Wait for something in the database, while the browser's events go on."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not arrive"
        page.wait_for_timeout(200)


def state(told: SimpleNamespace) -> str:
    told.case.refresh_from_db()
    return told.case.state


def steps(told: SimpleNamespace) -> list[str]:
    return list(told.case.steps.values_list("verb", flat=True))[2:]  # after the opening and the handing out


def a_day_without_a_signal(page: Any, told: SimpleNamespace, octets: bytes) -> None:
    """Reload, take it up, photograph, report: all with the network cut."""
    ready(page, told)
    open_case(page, told)
    page.context.set_offline(True)
    page.reload()
    assert told.case.title in page.content()
    page.wait_for_selector("[data-net='offline']")
    assert "没有信号" in page.inner_text("[data-net]")
    press(page, "work.accept")
    shoot(page, octets)
    press(page, "work.report-done", "火已扑灭，清出余烬")
    # a record just made is "sending" for a moment before it is known that there is no signal
    page.wait_for_function("document.querySelectorAll('[data-record=waiting]').length === 3")
    assert not page.locator("button[data-verb='work.report-done']:visible").count()


def test_a_day_without_a_signal_arrives_once_and_in_order(phone, told):
    octets = photo(colour=(200, 90, 40))
    page = phone(told.worker)
    a_day_without_a_signal(page, told, octets)
    page.reload()
    page.wait_for_selector("[data-record=waiting]")
    assert page.locator("[data-record=waiting]").count() == 3
    assert state(told) == "assigned"
    page.context.set_offline(False)
    until(page, lambda: state(told) == "reported")
    assert steps(told) == ["work.accept", "work.report-done"]
    held = told.case.evidence.get()
    assert held.hashed_at_capture
    assert original(held.sha256).read_bytes() == octets
    assert (held.place_from, float(held.lon), float(held.lat)) == ("device", 125.2953, 43.8312)
    assert held.captured_at < held.received_at
    page.goto("/desk/field/waiting/")
    page.wait_for_selector("[data-record=sent]")
    assert page.locator("[data-record=sent]").count() == 3
    assert not page.locator("[data-record=waiting]").count()


def test_answers_that_are_lost_once_make_no_duplicates(phone, told):
    page = phone(told.worker)
    a_day_without_a_signal(page, told, photo(colour=(10, 90, 40)))
    lost: list[str] = []

    def lose_the_first_answers(route: Any) -> None:
        if route.request.method != "POST" or len(lost) >= 2:
            route.continue_()
            return
        answer = route.fetch()  # the server has done it
        lost.append(answer.json()["outcome"])
        route.abort("connectionreset")  # and the phone does not hear of it

    page.context.route("**/desk/field/sync/**", lose_the_first_answers)
    page.context.set_offline(False)
    until(page, lambda: state(told) == "reported", 40)
    page.wait_for_timeout(500)
    assert lost == ["done", "done"]
    assert steps(told) == ["work.accept", "work.report-done"]
    assert told.case.evidence.count() == 1
    assert told.case.field_records.count() == 3


def test_a_case_that_moved_on_meanwhile_is_said_and_the_photo_kept(phone, told):
    from huanzhi.work.actions import accept

    page = phone(told.worker)
    ready(page, told)
    open_case(page, told)
    page.context.set_offline(True)
    shoot(page, photo(colour=(1, 2, 3)))
    press(page, "work.accept")
    accept(told.second.as_actor("e2e"), told.case)
    page.context.set_offline(False)
    page.wait_for_selector("[data-record=refused]", timeout=30_000)
    until(page, lambda: told.case.evidence.count() == 1)
    page.goto("/desk/field/waiting/")
    said = page.inner_text("[data-record=refused]")
    assert told.second.username in said
    assert "办理中" in said
    page.reload()
    page.wait_for_selector("[data-record=refused]")


def test_a_session_that_ended_keeps_the_queue_and_no_other_person_sends_it(phone, told):
    page = phone(told.worker)
    ready(page, told)
    open_case(page, told)
    page.context.set_offline(True)
    press(page, "work.accept")
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.wait_for_selector("[data-net='sign-in']", timeout=30_000)
    sign_in(page, told.second.username)
    page.wait_for_selector("[data-net-words]:visible")
    page.wait_for_timeout(1500)
    assert "1" in page.inner_text("[data-net]")
    assert state(told) == "assigned"
    assert not page.locator("[data-record]").count()
    page.goto("/desk/field/waiting/")
    assert not page.locator("[data-record]").count()
    assert page.evaluate("caches.match('/desk/field/.who').then((held) => held.text())") == str(
        told.second.pk
    )
    page.context.clear_cookies()
    sign_in(page, told.worker.username)
    until(page, lambda: state(told) == "accepted")
    assert told.case.steps.last().actor_user == told.worker


def test_signing_out_forgets_the_pages_and_keeps_what_waits(phone, told):
    page = phone(told.worker)
    ready(page, told)
    open_case(page, told)
    page.context.set_offline(True)
    press(page, "work.accept")
    page.goto("/desk/field/waiting/")
    page.context.route("**/desk/field/sync/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.click("form.field-leave button")
    page.wait_for_url(lambda url: "/desk/" not in url)
    assert not page.evaluate("caches.has('huanzhi-field-pages')")
    page.context.unroute("**/desk/field/sync/**")
    assert state(told) == "assigned"
    sign_in(page, told.worker.username)
    until(page, lambda: state(told) == "accepted")


def test_two_windows_send_each_record_once(phone, told):
    page = phone(told.worker)
    ready(page, told)
    open_case(page, told)
    other = page.context.new_page()
    other.goto(page.url)
    page.context.set_offline(True)
    shoot(page, photo(colour=(77, 2, 3)))
    press(page, "work.accept")
    page.context.set_offline(False)
    until(page, lambda: state(told) == "accepted")
    page.wait_for_timeout(500)
    assert told.case.evidence.count() == 1
    assert steps(told) == ["work.accept"]


def test_without_scripts_the_forms_work_with_a_signal(phone, told):
    page = phone(told.worker, java_script_enabled=False)
    page.goto(f"/desk/field/cases/{told.case.number}/")
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(colour=(7, 7, 7))}
    page.set_input_files("input[name=file]", file)
    page.click("form[data-files] button")
    page.click("button[value='work.accept']")
    page.fill("textarea", "没有脚本")
    page.click("button[value='work.report-done']")
    assert state(told) == "reported"
    assert told.case.evidence.count() == 1


def test_the_same_record_sent_many_times_at_once_is_taken_once(phone, told):
    page = phone(told.worker)
    page.goto(f"/desk/field/cases/{told.case.number}/")
    outcomes = page.evaluate(
        """async ([number, octets]) => {
            const key = crypto.randomUUID();
            const send = () => {
                const body = new FormData();
                const said = {key, case: number, verb: 'work.attach-evidence', note: '',
                    who: document.querySelector('[data-field]').dataset.who};
                for (const [name, value] of Object.entries(said)) body.set(name, value);
                body.set('file', new Blob([new Uint8Array(octets)]), 'a.jpg');
                const token = /csrftoken=([^;]+)/.exec(document.cookie)[1];
                return fetch('/desk/field/sync/', {method: 'POST', body, headers: {'X-CSRFToken': token}})
                    .then((answer) => answer.json());
            };
            return Promise.all(Array.from({length: 6}, send));
        }""",
        [told.case.number, list(photo(60, 40, (5, 6, 7)))],
    )
    assert outcomes == [{"outcome": "done", "reason": ""}] * 6
    assert told.case.evidence.count() == 1
    assert told.case.field_records.count() == 1
