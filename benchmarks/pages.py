"""How long the server takes for each page of the demonstration district, against the bound of 100 ms a page.

Runs in a home folder of its own; the pages are those that the tests pin the queries of.
"""

import os
import sys
import tempfile
from pathlib import Path

from report import median_seconds, publish

BOUND = 0.100


def main() -> None:
    """Load the demonstration, then fetch each page as a planner: the median of seven."""
    os.environ["HUANZHI_HOME"] = tempfile.mkdtemp(prefix="huanzhi-bench-")
    os.environ["HUANZHI_DEMO"] = "1"
    os.environ.setdefault("HUANZHI_LOG", "ERROR")
    os.environ["DJANGO_SETTINGS_MODULE"] = "huanzhi.config.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from tests.desk.addresses import addresses

    call_command("migrate", verbosity=0)
    figures = {name: (seconds, "s") for name, seconds in _measured(addresses, Client())}
    slowest = max(seconds for seconds, _ in figures.values())
    publish("pages", figures, {"bound": (BOUND, "s")}, {"slowest/bound": slowest / BOUND})


def _measured(addresses, client):  # type: ignore[no-untyped-def]
    from datetime import timedelta
    from types import SimpleNamespace

    from django.utils import timezone

    from huanzhi.config.cli.demo import load_demo
    from huanzhi.people.models import Organisation, User
    from huanzhi.work.models import Case

    load_demo(quiet=True)
    client.force_login(User.objects.get(username="planner"))
    yesterday = timezone.localdate() - timedelta(days=1)
    body = Organisation.objects.get(name="生态环境分局")
    demo = SimpleNamespace(year=yesterday.year, day=yesterday, case=Case.objects.first(), body=body)
    for name, address in addresses(demo).items():
        if demo.case is None and name == "case":
            continue
        answer = client.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        yield name, median_seconds(lambda address=address: client.get(address), 7)


if __name__ == "__main__":
    main()
