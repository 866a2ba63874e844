"""Kept 掉电保存: the passwords that a server set, in a file; a device switched on again knows its own."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from huanzhi.monitoring.simulation.instruments import Instrument


class Kept:
    """A file of passwords by MN, for its owner only; written before the device says that it has taken one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._passwords: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def recall(self, instruments: Iterable[Instrument]) -> None:
        """Give devices back the passwords that they were set."""
        for one in instruments:
            one.password = self._passwords.get(one.mn, one.password)

    def remember(self, instrument: Instrument) -> None:
        """Keep the password that a device has now."""
        self._passwords[instrument.mn] = instrument.password
        draft = self._path.with_suffix(".new")
        with open(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(self._passwords, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
