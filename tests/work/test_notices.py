"""Who is told of what: those concerned, once, and nobody of what they did themselves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, substitute
from huanzhi.people.models import User
from huanzhi.work import actions
from huanzhi.work.actions import notices as verbs
from huanzhi.work.actions.notices import clear_notices, read_notices, tell_duties, tell_news
from huanzhi.work.jobs import follow_news
from huanzhi.work.models import CaseStep, Notice, NoticeCursor, Obligation, Reminder

pytestmark = pytest.mark.django_db
ME = SYSTEM("t")


def told(reason: str = "") -> list[tuple[str, str]]:
    """Who was told of what, as names and reasons."""
    rows = Notice.objects.filter(user__isnull=False).order_by("pk")
    rows = rows.filter(reason=reason) if reason else rows
    return sorted((row.user.username, row.reason) for row in rows)


def test_a_case_without_a_person_is_told_to_those_of_the_body_who_may_take_it_up(people, case):
    tell_news(ME)
    assert told() == [
        ("planner", "given"),
        ("second", "given"),
        ("worker", "given"),
    ]  # not the leader, not others


def test_a_case_for_a_person_is_told_to_that_person_alone_and_not_to_who_gave_it(people, case, user, bodies):
    tell_news(ME)
    actions.hand_over(people["worker"], case, bodies[1], user("other"), "yours")
    Notice.objects.all().delete()
    tell_news(ME)
    assert told() == [("other", "given")]


def test_the_substitute_is_told_while_the_holder_is_absent(people, case, user, bodies):
    now = timezone.now()
    substitute(ME, user("worker"), user("other"), now - timedelta(hours=1), now + timedelta(days=1), "leave")
    actions.assign(people["planner"], case, bodies[0], user("worker"))
    tell_news(ME)
    row = Notice.objects.get(user=user("other"))
    assert (row.reason, row.for_user) == ("given", user("worker"))
    assert not Notice.objects.filter(user=user("worker")).exists()


def test_a_re_check_waits_for_those_who_may_and_not_for_who_reported(people, case):
    actions.accept(people["planner"], case)
    actions.report_done(people["planner"], case, "swept")
    tell_news(ME)
    assert told("re-check") == [("outside", "re-check"), ("second", "re-check")]
    actions.return_case(people["second"], case, "still dirty")
    tell_news(ME)
    assert told("returned") == [("planner", "returned")]


def test_more_time_is_asked_of_those_who_decide_and_answered_to_who_asked(people, case):
    actions.accept(people["worker"], case)
    actions.request_extension(people["worker"], case, case.due_at + timedelta(days=9), "rain")
    tell_news(ME)
    assert told("extension-asked") == [("planner", "extension-asked"), ("second", "extension-asked")]
    actions.decide_extension(people["planner"], case, True, "all right")
    tell_news(ME)
    assert told("extension-granted") == [("worker", "extension-granted")]


def test_lateness_is_urgent_and_reaches_the_body_once(people, case):
    tell_news(ME)
    case.refresh_from_db()
    late = case.clock_at + timedelta(minutes=1)
    actions.escalate_overdue(ME, late)
    tell_news(ME, late)
    tell_news(ME, late + timedelta(minutes=1))
    rows = Notice.objects.filter(reason="late")
    assert {row.user.username for row in rows} == {"worker", "planner", "second"}
    assert len(rows) == 3
    assert all(row.urgent for row in rows)


def test_rungs_reached_at_once_are_told_as_the_highest(people, case):
    case.refresh_from_db()
    at = case.clock_at + timedelta(days=9)
    assert len(actions.escalate_overdue(ME, at)) == 3
    tell_news(ME, at)
    rows = Notice.objects.filter(reason="late", user__username="planner")
    assert len(rows) == 1
    assert rows[0].source_id == case.escalations.get(rung=3).pk


def test_killed_in_the_middle_it_tells_everything_once(people, case, monkeypatch):
    monkeypatch.setattr(verbs, "BATCH", 1)
    real, calls = verbs._write, []

    def dies(news, now):
        written = real(news, now)
        calls.append(written)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return written

    monkeypatch.setattr(verbs, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        tell_news(ME)
    assert len(calls) == 2  # the second batch was undone with its cursor
    monkeypatch.setattr(verbs, "_write", real)
    tell_news(ME)
    tell_news(ME)
    assert told() == [("planner", "given"), ("second", "given"), ("worker", "given")]


def test_a_row_that_commits_late_is_told_although_its_number_is_lower(people, case, user):
    steps = list(CaseStep.objects.order_by("pk"))
    given = steps[-1]
    NoticeCursor.objects.update_or_create(log="step", defaults={"upto": given.pk - 1, "gaps": []})
    ahead = NoticeCursor.objects.get(log="step")
    ahead.upto, ahead.gaps = given.pk + 7, [[given.pk - 3, given.pk + 3, timezone.now().isoformat()]]
    ahead.save()
    tell_news(ME)
    assert len(told("given")) == 3
    ahead.refresh_from_db()
    assert not any(first <= given.pk <= last for first, last, _ in ahead.gaps)
    tell_news(ME, timezone.now() + timedelta(hours=2))
    ahead.refresh_from_db()
    assert (ahead.upto, ahead.gaps) == (given.pk + 7, [])


def test_the_database_holds_one_notice_for_a_row_and_a_person(people, case):
    tell_news(ME)
    again = Notice.objects.filter(user__isnull=False).first()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_what_is_old_when_it_is_read_is_told_to_nobody(people, case):
    tell_news(ME, timezone.now() + timedelta(days=15))
    assert told() == []


def test_duties_are_told_before_their_day_and_once_more_when_late(people, bodies, user):
    today = timezone.localdate()
    terms = {
        "zh": "月报",
        "en": "report",
        "clause": "c",
        "proof": "file",
        "remind": [7],
        "case": "",
        "case_after": 0,
    }
    common = {"subject": "s", "subject_name": "一厂", "organisation": bodies[0], "terms": terms}
    at = {"changed_at": timezone.now()}
    Obligation.objects.create(rule="soon", period="p", due_on=today + timedelta(5), **common, **at)
    Obligation.objects.create(
        rule="late", period="p", due_on=today - timedelta(1), user=user("other"), **common, **at
    )
    assert tell_duties(ME) == 2
    assert told() == [("other", "duty-late"), ("worker", "duty-soon")]
    assert Reminder.objects.count() == 1
    entries = Entry.objects.count()
    assert tell_duties(ME) == 0
    assert Entry.objects.count() == entries  # nothing to tell, nothing written


def test_one_reads_ones_own_and_nobody_elses(people, case):
    tell_news(ME)
    keys = list(Notice.objects.values_list("pk", flat=True))
    assert read_notices(people["worker"], keys) == 1
    assert read_notices(people["worker"]) == 0
    assert Notice.objects.filter(read_at=None).count() == 2


def test_what_was_handed_on_meanwhile_is_told_to_the_last_holder_only(people, case, user, bodies):
    actions.assign(people["planner"], case, bodies[0], user("worker"))
    actions.hand_over(people["worker"], case, bodies[1], user("other"), "theirs")
    tell_news(ME)
    assert told() == [("other", "given")]


def test_somebody_who_left_is_told_nothing(people, case, bodies):
    gone = create_user(ME, "gone", "gone")
    grant(ME, gone, bodies[0], "liaison")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    tell_news(ME)
    assert "gone" not in {name for name, _ in told()}


def test_the_job_runs_as_it_stands(people, case):
    follow_news(timestamp=int(timezone.now().timestamp()))
    assert len(told("given")) == 3


def test_what_was_read_long_ago_goes_and_is_not_told_again(people, case):
    now = timezone.now()
    tell_news(ME)
    row, *others = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=row.pk).update(read_at=now)
    entries = Entry.objects.count()
    assert clear_notices(ME, now + timedelta(days=90)) == 0
    assert Entry.objects.count() == entries, "nothing to clear leaves no trace"
    assert clear_notices(ME, now + timedelta(days=91)) == 1
    assert list(Notice.objects.order_by("pk")) == others, "what is unread stays, however old"
    assert Entry.objects.latest("seq").verb == "work.clear-notices"
    assert tell_news(ME) == 0
