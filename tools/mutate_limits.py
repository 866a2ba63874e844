"""Mutation check of the limits: move each by one unit in its last place and see whether a test notices.

`python tools/mutate_limits.py` needs the facts beside the checkout; it runs the tests of `tests/truth/test_limits.py`
in this process over a shelf with one limit changed, and prints the limits whose change nobody noticed.
"""

import csv
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT.parent / "shared" / "standards"


def bumped(text: str) -> str:
    """A number one unit higher in its last place.

    >>> bumped("0.05"), bumped("15"), bumped("1.0")
    ('0.06', '16', '1.1')
    """
    number = Decimal(text)
    return str(number + Decimal(1).scaleb(int(number.as_tuple().exponent)))


def mutants(shelf: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every shelf with one limit changed, and what was changed."""
    for at, standard in enumerate(shelf):
        for place, limit in enumerate(standard.limits):
            changed = replace(limit, text=bumped(limit.text))
            limits = (*standard.limits[:place], changed, *standard.limits[place + 1 :])
            name = f"{standard.number} {limit.table} {limit.item} {limit.averaging} {limit.category}: {limit.text}"
            yield name, (*shelf[:at], replace(standard, limits=limits), *shelf[at + 1 :])


def checks(facts: Callable[[str], list[dict[str, str]]]) -> list[Callable[[], None]]:
    """The tests that hold the limits, ready to run."""
    sys.path.insert(0, str(ROOT))
    from tests.truth import test_limits

    found: list[Callable[[], None]] = []
    for name, test in inspect.getmembers(test_limits, inspect.isfunction):
        if not name.startswith("test_"):
            continue
        editions = ("2012", "2026") if "edition" in inspect.signature(test).parameters else (None,)
        for edition in editions:
            found.append(lambda t=test, e=edition: t(facts, e) if e else t(facts))
    return found


def main() -> int:
    """Print the survivors; exit 1 when there are any."""
    if not FACTS.is_dir():
        sys.exit("the facts are not beside the checkout: nothing was checked")
    from huanzhi.standards import library

    tables: dict[str, list[dict[str, str]]] = {}

    def facts(name: str) -> list[dict[str, str]]:
        if name not in tables:
            with (FACTS / name).open(encoding="utf-8") as file:
                tables[name] = list(csv.DictReader(file))
        return tables[name]

    shelf, tests = library.everything(), checks(facts)
    for test in tests:
        test()  # all pass on the shelf as it is
    survivors, count = [], 0
    for name, mutant in mutants(shelf):
        count += 1
        library.everything = lambda mutant=mutant: mutant  # type: ignore[assignment]
        if not any(_notices(test) for test in tests):
            survivors.append(name)
    print("\n".join(survivors))
    print(f"{count} limits changed, {len(survivors)} changes not noticed", file=sys.stderr)
    return 1 if survivors else 0


def _notices(test: Callable[[], None]) -> bool:
    try:
        test()
    except (AssertionError, LookupError):
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
