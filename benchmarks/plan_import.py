"""How long it takes to read a whole published plan and to take it in, against the bound of two seconds.

The plan is the one beside the checkout when it is there; otherwise the benchmark says so and stops.
"""

import os
import sys
import tempfile
from pathlib import Path

from report import median_seconds, publish

BOUND = 2.0
PLAN = Path(__file__).resolve().parents[2] / "shared" / "plan" / "chaoyang-plan.txt"


def main() -> None:
    """Read the document, then read it and take it into the database; the bound stands beside the figures."""
    if not PLAN.exists():
        sys.exit("plan_import: no published plan beside the checkout, nothing measured")
    os.environ["HUANZHI_HOME"] = tempfile.mkdtemp(prefix="huanzhi-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "huanzhi.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.plan.actions import import_plan
    from huanzhi.wire.plandoc import read_file, to_json

    call_command("migrate", verbosity=0)

    def whole() -> None:
        with transaction.atomic():
            read = read_file(PLAN)
            import_plan(SYSTEM("bench"), to_json(read), file_name=PLAN.name, text=read.text)
            transaction.set_rollback(True)

    reading, taking = median_seconds(lambda: read_file(PLAN)), median_seconds(whole)
    figures = {"read the plan": (reading, "s"), "read it and take it in": (taking, "s")}
    publish("plan-import", figures, {"bound": (BOUND, "s")}, {"ours/bound": taking / BOUND})


if __name__ == "__main__":
    main()
