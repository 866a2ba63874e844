"""The bell, the list, the settings, and who sees the webhooks."""

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant
from huanzhi.work.actions.notices import tell_news
from huanzhi.work.models import Notice, NoticeChoice, Webhook

pytestmark = pytest.mark.django_db
SECRET = "a secret of sixteen or more"


def test_the_bell_counts_and_a_notice_leads_to_its_case(people, case, as_person):
    tell_news(SYSTEM("t"))
    client = as_person("worker")
    page = client.get("/desk/notices/").content.decode()
    assert 'aria-label="1 条未读消息"' in page
    assert "交给您" in page
    row = Notice.objects.get(user__username="worker")
    answer = client.post("/desk/notices/read/", {"notice": row.pk, "open": "1"})
    assert answer.url == f"/desk/cases/{case.number}/"
    assert "没有未读消息" in client.get("/desk/notices/").content.decode()
    assert case.title in client.get("/desk/notices/").content.decode()
    assert case.title not in client.get("/desk/notices/?only=unread").content.decode()


def test_the_bell_is_one_query(people, case, as_person, django_assert_num_queries):
    from huanzhi.people.models import User
    from huanzhi.work.notices.reading import unread

    tell_news(SYSTEM("t"))
    user = User.objects.get(username="worker")
    with django_assert_num_queries(1):
        assert unread(user) == 1


def test_nobody_reads_the_notice_of_another(people, case, as_person):
    tell_news(SYSTEM("t"))
    row = Notice.objects.get(user__username="worker")
    assert as_person("planner").post("/desk/notices/read/", {"notice": row.pk}).status_code == 404
    as_person("planner").post("/desk/notices/read/")
    assert Notice.objects.get(pk=row.pk).read_at is None


def test_one_chooses_how_one_is_told(people, as_person):
    client = as_person("worker")
    assert "本系统没有启用邮件" in client.get("/desk/notices/settings/").content.decode()
    assert (
        client.post("/desk/notices/settings/", {"mail": "hourly", "address": "no address"}).status_code == 200
    )
    client.post("/desk/notices/settings/", {"mail": "hourly", "address": "w@example.org"})
    held = NoticeChoice.objects.get()
    assert (held.mail, held.address) == ("hourly", "w@example.org")


def test_an_administrator_sets_a_webhook_whose_secret_is_never_shown_again(people, bodies, as_person):
    grant(SYSTEM("t"), create_user(SYSTEM("t"), "admin", "admin"), bodies[0], "administrator")
    client = as_person("admin")
    sent = {
        "organisation": bodies[0].pk,
        "url": "https://tool.example/x?key=abc",
        "secret": SECRET,
        "pace": "hourly",
    }
    page = client.post("/desk/notices/webhooks/", sent, follow=True).content.decode()
    assert "tool.example" in page
    assert SECRET not in page
    assert "key=abc" not in page
    pk = Webhook.objects.get().pk
    client.post(f"/desk/notices/webhooks/{pk}/end/")
    assert not Webhook.objects.get().active
    refused = client.post("/desk/notices/webhooks/", sent | {"url": "http://tool.example/"}, follow=True)
    assert "不是https" in refused.content.decode()


def test_others_neither_see_nor_set_webhooks(people, bodies, as_person):
    client = as_person("worker")
    assert "签名密钥" not in client.get("/desk/notices/settings/").content.decode()
    assert client.post("/desk/notices/webhooks/", {}).status_code == 403
    assert client.post("/desk/notices/webhooks/1/end/").status_code == 403
