"""Making files durable: delta-rs does not fsync what it writes, so the lake does."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote


def sync(paths: Iterable[Path]) -> int:
    """fsync every file, then every folder that holds one (a new name is durable only with its folder).

    Returns how many files were synced.
    """
    files = list(paths)
    folders = {folder for file in files for folder in file.parents[:3]}
    for path in [*files, *sorted(folders)]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return len(files)


def added(table: Path, version: int) -> list[Path]:
    """The data files that a version of a Delta table added, and its log file last."""
    log = table / "_delta_log" / f"{version:020d}.json"
    entries = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
    return [table / unquote(entry["add"]["path"]) for entry in entries if "add" in entry] + [log]
