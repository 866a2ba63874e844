"""How long it takes to read a whole published plan and to take it in, against the bound of two seconds.

The plan is the one beside the checkout when it is there; otherwise the benchmark says so and stops.
"""

import sys
from pathlib import Path

from report import median_seconds, publish

BOUND = 2.0
PLAN = Path(__file__).resolve().parents[2] / "shared" / "plan" / "chaoyang-plan.txt"


def main() -> None:
    """Read the document; the bound stands beside the figure."""
    if not PLAN.exists():
        sys.exit("plan_import: no published plan beside the checkout, nothing measured")
    from huanzhi.wire.plandoc import read_file

    seconds = median_seconds(lambda: read_file(PLAN))
    publish(
        "plan-import",
        {"read the plan": (seconds, "s")},
        {"bound": (BOUND, "s")},
        {"ours/bound": seconds / BOUND},
    )


if __name__ == "__main__":
    main()
