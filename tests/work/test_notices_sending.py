"""Mail and webhooks: one digest instead of a flood, signed calls, tries that end."""

import json
from datetime import datetime, timedelta

import pytest
from django.core import mail
from tests.work.receivers import SECRET, certificate_in, mail_server, messaging_tool

from huanzhi.ledger.models import Entry, Sealed
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.science.shanghai import OFFSET
from huanzhi.work import actions
from huanzhi.work.actions import deliveries as outbox
from huanzhi.work.actions.deliveries import deliver, gather
from huanzhi.work.actions.notices import choose_notices, read_notices, tell_news
from huanzhi.work.actions.webhooks import end_webhook, set_webhook, try_again
from huanzhi.work.models import Case, CaseStep, Delivery, Notice, Webhook
from huanzhi.work.notices.calling import Failed, call
from huanzhi.work.notices.outbox import hooks
from huanzhi.work.notices.places import Unfit
from huanzhi.work.notices.terms import terms

pytestmark = pytest.mark.django_db
ME = SYSTEM("t")
TEN = datetime(2026, 11, 24, 10, 5, tzinfo=OFFSET)


@pytest.fixture(autouse=True)
def on(settings, clock):
    settings.MAIL, settings.SITE = {"EMAIL_HOST": "x"}, "https://huanzhi.example"
    settings.WEBHOOKS = {"loopback": True, "private": False}
    clock(TEN)


@pytest.fixture
def worker(people, user):
    """Somebody with an address who wants a digest every hour; the others have no address."""
    choose_notices(people["worker"], "hourly", "worker@example.org")
    return user("worker")


def minutes(n: int) -> datetime:
    return TEN + timedelta(minutes=n)


def round_(at: datetime) -> list[Delivery]:
    """What the job does in a minute."""
    tell_news(ME, at)
    made = gather(ME, at)
    deliver(ME, lambda: at)
    return made


def late(case: Case) -> datetime:
    case.refresh_from_db()
    at = case.clock_at + timedelta(minutes=1)
    actions.escalate_overdue(ME, at)
    return at


def test_five_hundred_steps_are_one_mail(worker, case):
    template = CaseStep.objects.filter(verb="work.assign").get()
    CaseStep.objects.bulk_create(
        CaseStep(case=case, at=minutes(n // 10), actor_name="x", verb="work.return-case", to_state="accepted")
        for n in range(500)
    )
    assert template.pk
    made = [one for n in range(0, 55, 5) for one in round_(minutes(n))]  # 10:05 to 10:55
    assert made == []
    assert mail.outbox == []
    round_(minutes(55))  # eleven o'clock
    round_(minutes(56))
    round_(minutes(115))  # noon, nothing new
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == ["worker@example.org"]
    assert sent.subject == "环治: 501 条消息"
    assert "还有 451 条" in sent.body
    assert sent.body.count("https://huanzhi.example/desk/cases/") == terms()["lines"]


def test_a_daily_digest_comes_at_eight_and_leaves_out_what_was_read(people, worker, case):
    choose_notices(people["worker"], "daily", "worker@example.org")
    assert round_(minutes(60)) == []
    assert len(round_(TEN.replace(day=25, hour=8, minute=0))) == 1
    actions.assign(people["planner"], case, case.organisation, worker)
    tell_news(ME, TEN.replace(day=25, hour=9))
    read_notices(people["worker"])
    assert round_(TEN.replace(day=26, hour=8, minute=1)) == []


def test_lateness_goes_at_once_and_those_who_want_none_get_none(people, worker, case):
    round_(TEN)
    at = late(case)
    urgent = [one for one in round_(at) if one.urgent]
    assert [one.user for one in urgent] == [worker]
    assert "紧急" in urgent[0].subject
    assert "逾期" in urgent[0].subject or "时限" in urgent[0].body
    choose_notices(people["worker"], "off")
    Notice.objects.update(delivery=None)
    assert gather(ME, at + timedelta(days=1)) == []


def test_a_real_mail_server_gets_it(worker, case, settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS, settings.DEFAULT_FROM_EMAIL = False, "huanzhi@example.org"
        tell_news(ME, TEN)
        one = gather(ME, minutes(55))[0]
        assert deliver(ME, lambda: minutes(55)) == 1
    got = server.got[0]
    assert (got["To"], got["X-Huanzhi-Delivery"]) == ("worker@example.org", str(one.key))
    assert case.title in got.get_content()


def test_nothing_goes_out_while_mail_is_off(worker, case, settings):
    settings.MAIL = None
    round_(TEN)
    assert round_(minutes(55)) == []
    assert Notice.objects.filter(user=worker).count() == 1  # inside it is there


def test_a_webhook_is_signed_tried_again_with_the_same_key_and_names_nobody(people, bodies):
    with messaging_tool(500) as tool:
        set_webhook(ME, bodies[0], f"http://127.0.0.1:{tool.server_port}/in?key=k", SECRET, "hourly")
        _case(bodies[0])
        round_(TEN)
        round_(minutes(55))
        assert [status for status, _, _ in tool.got] == [500]
        assert hooks()[0].trouble == "HTTP 500"
        round_(minutes(55) + timedelta(seconds=30))  # not yet
        round_(minutes(56))
    assert [status for status, _, _ in tool.got] == [500, 200]  # 200: the tool found the signature right
    assert len({key for _, key, _ in tool.got}) == 1
    body = tool.got[1][2]
    assert (body["count"], body["items"][0]["reason"], body["organisation"]["code"]) == (1, "given", "EPB")
    assert not {"planner", "worker", "second"} & set(json.dumps(body).replace('"', " ").split())


def test_a_call_that_never_arrives_is_given_up_and_said_so(bodies):
    with messaging_tool(*[302] * 99) as tool:
        set_webhook(ME, bodies[0], f"http://127.0.0.1:{tool.server_port}/", SECRET, "hourly")
        _case(bodies[0])
        tell_news(ME, TEN)
        at = minutes(55)
        gather(ME, at)
        for _ in range(30):
            deliver(ME, lambda at=at: at)
            at += timedelta(hours=7)
        assert len(tool.got) == terms()["retry"]["tries"]
        shown = hooks()[0]
        assert (shown.given_up, shown.waiting) == (1, 0)
        assert "redirects" in shown.trouble
        assert try_again(ME, Webhook.objects.get()) == 1


def test_killed_while_sending_it_is_tried_again(bodies, monkeypatch):
    with messaging_tool() as tool:
        set_webhook(ME, bodies[0], f"http://127.0.0.1:{tool.server_port}/", SECRET, "hourly")
        _case(bodies[0])
        tell_news(ME, TEN)
        gather(ME, minutes(55))
        real = outbox._note
        monkeypatch.setattr(outbox, "_note", _killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(ME, lambda: minutes(55))
        monkeypatch.setattr(outbox, "_note", real)
        assert deliver(ME, lambda: minutes(55)) == 0
        assert deliver(ME, lambda: minutes(57)) == 1
    assert len(tool.got) == 2  # at least once: the receiver knows it by its key
    assert len({key for _, key, _ in tool.got}) == 1


def test_secrets_stay_closed_and_out_of_the_ledger(people, bodies):
    made = set_webhook(ME, bodies[0], "https://tool.example/send?key=in-the-address", SECRET, "daily")
    first = made.secret
    assert SECRET not in first
    set_webhook(ME, bodies[0], "https://tool.example/other?key=in-the-address", "", "hourly")
    assert Webhook.objects.get().secret == first
    choose_notices(people["worker"], "daily", "worker@example.org")
    ledger = " ".join(one.body if hasattr(one, "body") else str(vars(one)) for one in Entry.objects.all())
    assert "tool.example" in ledger
    for word in (SECRET, "in-the-address", "worker@example.org"):
        assert word not in ledger
    assert Sealed.objects.filter(value="worker@example.org").exists()
    end_webhook(ME, made)
    assert not Webhook.objects.get().active


@pytest.mark.parametrize(
    "url",
    [
        "http://tool.example/",
        "ftp://tool.example/",
        "https://me@tool.example/",
        "https:///x",
        "https://t/\r\nx",
        "https://t:x/",
    ],
)
def test_addresses_that_are_none(bodies, url, settings):
    settings.WEBHOOKS = {"loopback": False, "private": False}
    with pytest.raises(Unfit, match="地址|address"):
        set_webhook(ME, bodies[0], url, SECRET, "daily")


def test_an_address_inside_is_refused_when_it_is_called(bodies, settings):
    with messaging_tool() as tool:
        set_webhook(ME, bodies[0], f"http://127.0.0.1:{tool.server_port}/", SECRET, "hourly")
        Webhook.objects.update(url=f"https://127.0.0.1:{tool.server_port}/")
        settings.WEBHOOKS = {"loopback": False, "private": True}
        _case(bodies[0])
        round_(TEN)
        round_(minutes(55))
    assert tool.got == []
    assert "127.0.0.1" in hooks()[0].trouble


@pytest.mark.parametrize(
    ("host", "known", "arrives"), [("localhost", 1, 1), ("localhost", 0, 0), ("other", 1, 0)]
)
def test_by_https_only_a_known_certificate_of_the_host_counts(tmp_path, monkeypatch, host, known, arrives):
    held = certificate_in(tmp_path / "held.pem", host)
    monkeypatch.setenv("SSL_CERT_FILE", str(held if known else certificate_in(tmp_path / "other.pem", host)))
    allow = {"loopback": True, "private": False}
    with messaging_tool(certificate=held) as tool:
        address = f"https://localhost:{tool.server_port}/"
        if arrives:
            call(address, SECRET, "k", b"{}", 1, allow)
        else:
            with pytest.raises(Failed, match="CERTIFICATE_VERIFY_FAILED"):
                call(address, SECRET, "k", b"{}", 1, allow)
    assert [status for status, _, _ in tool.got] == [200] * arrives


def test_only_some_may_set_a_webhook(people, bodies):
    with pytest.raises(NotAllowed):
        set_webhook(people["worker"], bodies[0], "https://tool.example/", SECRET, "daily")


def _case(body):
    return actions.open_case(ME, "indicator-off-track", body, "PM2.5", "indicator:1", "e1", {"reason": "r"})


def _killed(*_):
    raise KeyboardInterrupt
