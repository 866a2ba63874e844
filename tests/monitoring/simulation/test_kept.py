"""A device that was switched off knows the password that it had been set."""

import json
import stat
from datetime import UTC, datetime

import pytest

from huanzhi.monitoring.simulation.kept import Kept
from huanzhi.monitoring.simulation.requests import respond
from huanzhi.monitoring.simulation.setup import Setup
from huanzhi.wire.hj212 import Message

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def told(setup, new):
    one = setup.instrument
    items = ((("NewPW", new),),)
    asked = Message(one.st, "1072", one.mn, "20261124120000000", one.password, 5, items=items)
    return list(respond(setup, asked, NOW))


def test_after_a_restart_it_says_the_password_that_it_was_set(shipped, tmp_path):
    path = tmp_path / "state.json"
    setup = Setup(shipped[0], NOW, remember=Kept(path).remember)
    assert told(setup, "654321")[-1].parameters == {"ExeRtn": "1"}
    assert json.loads(path.read_text()) == {shipped[0].mn: "654321"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    shipped[0].password, other = "000000", shipped[1].password
    Kept(path).recall(shipped)
    assert [one.password for one in shipped[:2]] == ["654321", other]


def test_it_is_kept_before_the_device_says_so(shipped, tmp_path):
    def full(_instrument):
        raise OSError("disk full")

    setup = Setup(shipped[0], NOW, remember=full)
    with pytest.raises(OSError, match="disk full"):
        told(setup, "654321")
