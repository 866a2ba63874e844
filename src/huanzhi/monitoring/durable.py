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


def logged(table: Path, version: int) -> list[Path]:
    """The log of a version of a Delta table, with the checkpoint that was made of it when there is one."""
    log = table / "_delta_log"
    made = [log / f"{version:020d}.checkpoint.parquet", log / "_last_checkpoint"]
    return [log / f"{version:020d}.json", *(made if made[0].exists() else [])]


def added(table: Path, version: int) -> list[Path]:
    """The data files that a version of a Delta table added, and its log file last."""
    log = table / "_delta_log" / f"{version:020d}.json"
    entries = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
    return [table / unquote(entry["add"]["path"]) for entry in entries if "add" in entry] + [log]


def mend(table: Path) -> list[Path]:
    """Set aside what a power cut left half written at the end of a table's log; which files.

    Whatever was acknowledged had been synced, so what cannot be read was promised to nobody.
    """
    log = table / "_delta_log"
    torn = [path for path in sorted(log.glob("*.json"))[-1:] if not _json(path)]
    checkpoints = [path for path in sorted(log.glob("*.checkpoint.parquet"))[-1:] if not _parquet(path)]
    pointer = log / "_last_checkpoint"
    if pointer.exists() and (checkpoints or not _json(pointer)):
        checkpoints.append(pointer)
    for path in torn + checkpoints:
        path.rename(path.with_name(f"{path.name}.torn"))
    return torn + checkpoints


def _json(path: Path) -> bool:
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            json.loads(line)
    except ValueError:
        return False
    return path.stat().st_size > 0


def _parquet(path: Path) -> bool:
    return path.read_bytes()[-4:] == b"PAR1"
