"""What every benchmark prints: a table for people on stderr, one JSON document on stdout."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable


def median_seconds(work: Callable[[], object], times: int = 5) -> float:
    """The median of at least five runs, after one that warms up."""
    work()
    seconds = []
    for _ in range(max(5, times)):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def publish(
    bench: str,
    figures: dict[str, tuple[float, str]],
    peers: dict[str, tuple[float, str]] | None = None,
    ratios: dict[str, float] | None = None,
) -> None:
    """Print the result in the form that the command contract fixes."""
    document = {
        "bench": bench,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "figures": {name: {"value": value, "unit": unit} for name, (value, unit) in figures.items()},
        "peers": {name: {"value": value, "unit": unit} for name, (value, unit) in (peers or {}).items()},
        "ratios": ratios or {},
    }
    for name, (value, unit) in [*figures.items(), *(peers or {}).items()]:
        print(f"{name:<46} {value:>12.4g} {unit}", file=sys.stderr)
    for name, ratio in (ratios or {}).items():
        print(f"{name:<46} {ratio:>12.3g}", file=sys.stderr)
    print(json.dumps(document, ensure_ascii=False))
