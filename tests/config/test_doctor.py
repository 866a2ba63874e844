"""The doctor says what is wrong and what to do."""

import json
import os

import pytest
from click.testing import CliRunner

from huanzhi.config import health
from huanzhi.config.cli.doctor import doctor

pytestmark = pytest.mark.django_db


def named(findings, name):
    return [finding for finding in findings if finding.name == name]


def test_all_is_examined():
    run = CliRunner().invoke(doctor, ["--json", "--port", "1"])
    held = json.loads(run.stdout)
    names = {finding["name"] for finding in held["findings"]}
    assert {
        "python",
        "django",
        "home",
        "database",
        "migrations",
        "jobs",
        "lake",
        "web assets",
        "translations",
    } <= names
    assert held["ok"] == (run.exit_code == 0)
    migrations = next(f for f in held["findings"] if f["name"] == "migrations")
    assert migrations["state"] == "ok"


def test_people_read_it_too():
    run = CliRunner().invoke(doctor, ["--port", "1"])
    assert "nothing listens on port 1   → huanzhi up --port 1" in run.stdout


def test_missing_web_assets_are_named(settings, tmp_path):
    settings.WEB_BUILD = tmp_path
    [finding] = health.web()
    assert (finding.state, finding.remedy) == ("wrong", "make setup")


def test_stale_translations_are_named(monkeypatch, tmp_path):
    po = tmp_path / "plan" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text("")
    monkeypatch.setattr(health, "PACKAGE", tmp_path)
    assert [f.detail for f in health.translations()] == ["not compiled: plan"]
    mo = po.with_suffix(".mo")
    mo.write_bytes(b"")
    os.utime(mo, (po.stat().st_mtime + 1,) * 2)
    assert [f.state for f in health.translations()] == ["ok"]


def test_an_empty_lake_is_a_note(settings, tmp_path):
    settings.LAKE = tmp_path
    [finding] = health.lake()
    assert finding.state == "note"
    assert "import cnemc-hourly" in finding.remedy


def test_a_full_disk_is_wrong(monkeypatch):
    monkeypatch.setattr(health, "FREE_GIB", 10**9)
    assert [f.state for f in health.folder()] == ["wrong"]


def test_a_missing_package_is_wrong(monkeypatch):
    monkeypatch.setattr(health, "PARTS", ("no-such-package",))
    assert [f for f in health.versions() if f.state == "wrong"][0].remedy == "make setup"


def test_an_unreachable_database_is_one_line(monkeypatch):
    from django.db import OperationalError, connection

    def refuse():
        raise OperationalError("connection refused\nis the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    [finding] = health.database()
    assert finding.state == "wrong"
    assert finding.detail.endswith("connection refused")
