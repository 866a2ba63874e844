"""The commands of the lake: what it holds, closing days, proof."""

from datetime import UTC, datetime

import polars as pl
import pytest
from click.testing import CliRunner

from huanzhi.config.cli.main import cli
from huanzhi.monitoring import lake
from huanzhi.monitoring.models import SealedDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(settings, tmp_path):
    settings.LAKE = tmp_path / "lake"

    def run(*args: str):
        return CliRunner().invoke(cli, ["lake", *args])

    return run


def arrive(value=1):
    time = datetime(2026, 5, 3, 2, tzinfo=UTC)
    row = {
        "point": "P", "factor": "a", "time": time, "value_e3": value, "flag": "N", "received": time, "source": "t",
        "row": value, "simulated": False,
    }  # fmt: skip
    lake.append(pl.DataFrame([row]))


def test_a_day_is_sealed_and_proven(run):
    assert "0 days sealed; 0 due" in run("status").output
    arrive()
    said = run("status").output
    assert "hour                 1 readings      1 files" in said
    assert "0 days sealed; 1 due: 2026-05-03" in said
    assert "2026-05-03 v1: 1 readings in 1 files, ledger entry" in run("seal", "2026-05-03").output
    assert run("seal").output == "nothing is due\n"
    arrive(2)
    assert "2026-05-03 v2: 2 readings in 2 files" in run("seal").output
    assert "1 days sealed, the last 2026-05-03; 0 due" in run("status").output
    assert run("verify").output == "1 sealed days hold\n"


def test_a_changed_file_is_named_and_ends_with_1(run):
    arrive()
    run("seal", "2026-05-03")
    [path] = SealedDay.objects.get().files
    (lake.place() / path).write_bytes(b"PAR1")
    done = run("verify", "2026-05-03")
    assert done.exit_code == 1
    assert f"{path} has sha256" in done.output


def test_the_daily_round(run, monkeypatch, settings):
    lowered = []
    monkeypatch.setattr("os.nice", lowered.append)
    arrive()
    assert run("keep-up").output == "1 days sealed, 0 files swept, 0 frames trimmed\n"
    assert lowered == [10], "readings go first"
    assert SealedDay.objects.get().verified_at is not None
    assert run("keep-up").output.startswith("0 days sealed")
    assert "raw frames are kept for good" in run("status").output
    settings.JOURNAL_DAYS = "400"
    assert "raw frames are kept for 400 days" in run("status").output
