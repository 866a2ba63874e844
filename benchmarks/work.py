"""The work desk with 100,000 cases in the database, against the bound of 150 ms at the 95th percentile.

Cases are written by COPY-like inserts with their steps (opening, handing out, taking up, report, re-check), spread over
two years, 40 organisations and 12 kinds of subject; some 3,000 are open. The pages are fetched as a liaison, a planner
and an inspector in turn.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from random import Random

from report import publish

CASES, BODIES, FETCHES, BOUND = 100_000, 40, 60, 0.150


def main() -> None:
    """Fill, then fetch each page again and again: the 95th percentile."""
    os.environ["HUANZHI_HOME"] = tempfile.mkdtemp(prefix="huanzhi-bench-")
    os.environ.setdefault("HUANZHI_LOG", "ERROR")
    os.environ["DJANGO_SETTINGS_MODULE"] = "huanzhi.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    people = _fill()
    print(f"{CASES} cases in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    figures = {}
    for page in ("/desk/work/", "/desk/cases/", "/desk/field/", "/desk/rates/"):
        for name, user in people.items():
            client = Client()
            client.force_login(user)
            taken = sorted(_seconds(client, page) for _ in range(FETCHES))
            figures[f"{page.strip('/').partition('/')[2]} {name} p95"] = (taken[int(0.95 * FETCHES)], "s")
    worst = max(seconds for name, (seconds, _unit) in figures.items() if name.startswith("work"))
    publish("work", figures, {"bound": (BOUND, "s")}, {"work desk/bound": worst / BOUND})


def _seconds(client, page: str) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return time.perf_counter() - start


def _fill():  # type: ignore[no-untyped-def]
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import create_user, grant, save_organisation

    actor = SYSTEM("bench")
    bodies = [save_organisation(actor, f"B{n:02d}", {"name": f"单位{n}"}) for n in range(BODIES)]
    people = {}
    for name, role in (("liaison", "liaison"), ("planner", "planner"), ("inspector", "inspector")):
        people[name] = create_user(actor, name, name, "a long enough password")
        grant(actor, people[name], bodies[0], role)
    other = create_user(actor, "other", "other", "a long enough password")
    grant(actor, other, bodies[1], "liaison")
    _cases(bodies, people, other)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people


def _cases(bodies, people, other) -> None:  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from huanzhi.work.kinds import kinds
    from huanzhi.work.models import Case, CaseStep

    chance, now, codes = Random(1), timezone.now(), list(kinds())
    for first in range(0, CASES, 5_000):
        rows, steps = [], []
        for n in range(first, first + 5_000):
            opened = now - timedelta(minutes=chance.randrange(2 * 365 * 1440))
            state = (
                chance.choice(("assigned", "accepted", "reported")) if chance.random() < 0.03 else "closed"
            )
            ended = state == "closed"
            rows.append(
                Case(
                    number=f"B-{n:06d}", kind=codes[n % len(codes)], title=f"第 {n} 件",
                    organisation=bodies[n % BODIES], assignee=people["liaison"] if n % 80 == 0 else None,
                    lead=bodies[0], state=state, opened_at=opened, due_at=opened + timedelta(days=15),
                    clock_at=None if ended else opened + timedelta(days=15),
                    closed_at=opened + timedelta(days=3) if ended else None,
                    subject=f"bench:{n}", episode="1", finding={},
                    reported_by=other if state in ("reported", "closed") else None,
                    verified_by=people["inspector"] if ended else None,
                )
            )  # fmt: skip
        Case.objects.bulk_create(rows)
        for case in rows:
            steps += _steps(case, other, people["inspector"], CaseStep)
        CaseStep.objects.bulk_create(steps, batch_size=5_000)


def _steps(case, worker, checker, model):  # type: ignore[no-untyped-def]
    way = [("work.open-case", "", "opened"), ("work.assign", "opened", "assigned")]
    if case.state != "assigned":
        way.append(("work.accept", "assigned", "accepted"))
    if case.state in ("reported", "closed"):
        way.append(("work.report-done", "accepted", "reported"))
    if case.state == "closed":
        way.append(("work.verify", "reported", "closed"))
    return [
        model(
            case=case, at=case.opened_at + timedelta(hours=n), actor_name="bench", verb=verb, from_state=start,
            to_state=end, clock_at=case.opened_at + timedelta(days=2) if start else None,
            actor_user=checker if verb == "work.verify" else worker,
        )
        for n, (verb, start, end) in enumerate(way)
    ]  # fmt: skip


if __name__ == "__main__":
    main()
