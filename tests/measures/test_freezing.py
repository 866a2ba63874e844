"""A frozen figure recomputes to the same bytes; a changed input gives the right difference."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.db.utils import DatabaseError
from tests.measures.test_figures import DAY, ME

from huanzhi.measures.actions import Refused, freeze, refresh
from huanzhi.measures.content import broken, canonical, frozen, inputs, sha256
from huanzhi.measures.models import Figure, Snapshot
from huanzhi.measures.queries import since_frozen


@pytest.fixture
def held(db, decided):
    figure = refresh(ME, "decided", 2025, DAY, "<=", 30_000, 2025)
    return freeze(ME, figure, "年度报告", 2025)


def test_it_holds_and_nothing_has_changed(held):
    assert broken(held.content, held.sha256) == ""
    assert not since_frozen(held)


def test_another_order_of_rows_gives_the_same_bytes(held, decided):
    decided.held.scrambled = True
    again = freeze(ME, Figure.objects.get(pk=held.figure_id), "年度报告", 2025)
    assert again.content == held.content
    assert again.figure_id == held.figure_id


def test_after_a_restart_the_same_bytes_come_out(held):
    """A process of its own, with another seed of hashing, computes the text again from what was kept."""
    import os
    import subprocess
    import sys

    code = (
        "import json, sys, django\n"
        "from huanzhi.measures.content import frozen\n"
        "held = json.load(sys.stdin)\n"
        "sys.stdout.write(frozen(held['inputs'], held['software']))\n"
    )
    environment = os.environ | {
        "PYTHONHASHSEED": "7",
        "HUANZHI_NO_DATABASE": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=held.content,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == held.content


def test_a_changed_input_is_told_with_what_it_did(held, decided):
    decided.held.values["A"][0] = 20_000
    change = since_frozen(held)
    assert change.parts == [("2025-01-01", 20_000, 25_000)]
    assert change.value == (33_300, 35_000)  # (25+30+50)/3
    assert (change.gone, change.new, change.rules, change.former) == ([], [], [], 0)
    assert broken(held.content, held.sha256) == ""


def test_another_member_is_told(held, decided):
    del decided.held.values["A"]
    decided.held.values["D"] = [60_000, 60_000, 60_000]
    change = since_frozen(held)
    assert (change.gone, change.new) == (["A"], ["D"])
    assert len(change.parts) == 3


def test_freezing_computes_anew_when_records_have_moved(held, decided):
    decided.held.values["A"][0] = 20_000
    again = freeze(ME, Figure.objects.get(pk=held.figure_id), "更正", 2025)
    assert again.figure_id != held.figure_id
    assert again.figure.value_e3 == 35_000


def test_a_text_or_a_result_that_was_touched_does_not_hold(held):
    content = json.loads(held.content)
    content["result"]["value_e3"] = 29_000
    text = canonical(content)
    assert "not the one that was hashed" in broken(text, held.sha256)
    assert "value_e3 came out otherwise" in broken(text, sha256(text))


def test_the_database_keeps_what_is_frozen(held):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE measures_snapshot SET reason = 'x' WHERE id = {held.pk}")


def test_a_reason_is_needed(held):
    with pytest.raises(Refused, match="reason"):
        freeze(ME, held.figure, " ", 2025)


def test_verify_says_what_holds_and_fails_on_what_does_not(held, monkeypatch):
    from huanzhi.config.cli.measures import measures

    good = CliRunner().invoke(measures, ["verify"], catch_exceptions=False)
    assert good.exit_code == 0
    assert "the same bytes" in good.stdout
    text = held.content.replace("33300", "33400")
    Snapshot.objects.create(
        measure="decided", year=2025, as_of=DAY, figure=held.figure, content=text, sha256=sha256(text),
        reason="x", frozen_at=held.frozen_at, frozen_by="x",
    )  # fmt: skip
    bad = CliRunner().invoke(measures, ["verify", "--json"], catch_exceptions=False)
    assert bad.exit_code == 1
    assert [bool(row["fault"]) for row in json.loads(bad.stdout)] == [False, True]


def test_inputs_hold_all_that_the_result_needs(decided):
    found = decided.measure.compute(2025, DAY)
    said = inputs(decided.measure, found, 2025, DAY, ("<=", 30_000, 2025))
    assert json.loads(frozen(said))["result"]["value_e3"] == 33_300


def test_what_a_former_method_froze_comes_out_the_same_again(decided):
    """The outlook told no chance before 2026-3; such content is computed as it was then."""
    from huanzhi.measures.content import broken, frozen, inputs, sha256

    found = decided.measure.compute(2025, date(2025, 12, 31))
    said = inputs(decided.measure, found, 2025, date(2025, 12, 31), ("<=", 30_000, 2025))
    old = frozen(said | {"outlook": "2026-2"}, "0.1")
    assert '"chance"' not in old
    assert '"chance"' in frozen(said)
    assert broken(old, sha256(old)) == ""
