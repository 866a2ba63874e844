"""The reference pages say what the program says."""

import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def reference(repository):
    sys.path.insert(0, str(repository / "tools"))
    try:
        import reference

        return reference
    finally:
        sys.path.pop(0)


def test_pages_are_fresh(repository):
    """In a process of its own: commands remember how their help was asked for the first time."""
    done = subprocess.run(
        [sys.executable, "tools/reference.py", "check"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_command_shows_an_example(reference):
    from huanzhi.config.cli.main import cli

    silent = [
        " ".join(path)
        for path, command in reference._walk(cli, ("huanzhi",))
        if not hasattr(command, "commands") and len(path) > 1 and "xample" not in (command.help or "")
    ]
    assert [
        name for name in silent if name not in {"huanzhi plan", "huanzhi standards", "huanzhi ledger"}
    ] == []


def test_a_stale_page_is_named(reference, monkeypatch, tmp_path):
    monkeypatch.setattr(reference, "DOCS", tmp_path / "docs" / "reference")
    place = reference.DOCS / "commands.md"
    place.parent.mkdir(parents=True)
    place.write_text("old")
    assert reference.stale({place: "new"}) == ["docs/reference/commands.md"]
    assert reference.stale({place: "old"}) == []
