"""Sealing: hashes in the ledger, the same bytes again, nothing changed or removed, figures held against today's."""

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction
from tests.plan.reports.conftest import ME, yearly

from huanzhi.ledger.queries import history
from huanzhi.ledger.verbs import Actor, NotAllowed
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.reports import publish_report, seal_report, withdraw_report
from huanzhi.plan.models import Publication, SealedFile, SealedReport, Task
from huanzhi.plan.reports import proving
from huanzhi.plan.reports.blocks import number
from huanzhi.plan.reports.proving import compared, rebuild, since
from huanzhi.plan.reports.queries import octets_of, verified


def test_hashes_stand_in_the_ledger(sealed):
    entry = history(sealed).get()
    assert entry.verb == "plan.seal-report"
    assert entry.after["content"] == sealed.sha256 == hashlib.sha256(sealed.content.encode()).hexdigest()
    for form in ("docx", "pdf"):
        assert entry.after[form] == hashlib.sha256(octets_of(sealed, form)).hexdigest()


def test_it_rebuilds_to_the_same_bytes_after_the_records_changed(sealed):
    Task.objects.update(state="done", title="改了")
    found = rebuild(SealedReport.objects.get(pk=sealed.pk))
    assert found.same
    assert found.editions == ()


def test_other_editions_are_named_and_the_content_still_holds(sealed, monkeypatch):
    monkeypatch.setattr(proving, "differing", lambda before: [("typst", before["typst"], "99")])
    monkeypatch.setattr(proving, "render", lambda content, form: b"set by another edition")
    found = rebuild(sealed)
    assert (found.same, found.content, found.explained) == (False, True, True)
    assert found.editions[0][0] == "typst"


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE plan_sealedreport SET content = replace(content, '2023', '2024')",
        "UPDATE plan_sealedreport SET sha256 = 'x'",
        "UPDATE plan_sealedfile SET octets = 'x'",
        "DELETE FROM plan_sealedfile",
        "DELETE FROM plan_sealedreport",
        "TRUNCATE plan_sealedreport, plan_sealedfile, plan_publication",
    ],
)
def test_the_database_refuses_every_change(sealed, tamper):
    with pytest.raises(DatabaseError, match="neither changed nor removed"), transaction.atomic():
        connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {tamper}")
    assert rebuild(sealed).same


def test_damage_is_told(sealed, monkeypatch):
    sealed.content = sealed.content.replace("2023", "2024", 1)
    assert not rebuild(sealed).content
    assert not rebuild(sealed).explained


def test_without_a_number_or_under_a_used_one_nothing_is_sealed(district, sealed):
    for asked, why in ((yearly(), "document number|发文字号"), (yearly(number=sealed.number), sealed.number)):
        with pytest.raises(Refused, match=why):
            seal_report(ME, district.document, asked)
    assert SealedReport.objects.count() == 1
    assert SealedFile.objects.count() == 2


def test_who_may_not_seal_seals_nothing(district):
    before = SealedReport.objects.count()
    with pytest.raises(NotAllowed):
        seal_report(Actor("x", "liaison", verbs=frozenset()), district.document, yearly(number="1"))
    assert SealedReport.objects.count() == before


def test_against_today(sealed):
    assert not since(sealed).any
    task = Task.objects.filter(state="unreported").first()
    Task.objects.filter(pk=task.pk).update(state="done")
    changed = {now["name"]: (then["value"], now["value"]) for then, now in since(sealed).changed}
    assert changed["tasks-done"] == ("0", "1")
    assert rebuild(sealed).same


def test_numbers_are_compared_by_name():
    def made(**values):
        return {name: number(value, "", "/", name) for name, value in values.items()}

    found = compared(made(a="1", b="2", c="3"), made(a="1", b="5", d="4"))
    assert [(then["value"], now["value"]) for then, now in found.changed] == [("2", "5")]
    assert ([n["name"] for n in found.only_then], [n["name"] for n in found.only_now]) == (["c"], ["d"])
    assert found.same == 1


def test_a_hash_tells_what_it_is_of(sealed):
    assert verified(sealed.sha256).what == "content"
    assert verified(hashlib.sha256(octets_of(sealed, "pdf")).hexdigest().upper()).what == "pdf"
    assert verified("0" * 64) is None
    with pytest.raises(ValueError, match="no SHA-256"):
        verified("abc")


def test_publishing_and_taking_back(sealed, monkeypatch):
    assert not sealed.simulated
    publish_report(ME, sealed, "会议纪要1号")
    assert verified(sealed.sha256).public
    with pytest.raises(Refused):
        publish_report(ME, sealed, "again")
    withdraw_report(ME, sealed, "改错")
    assert not Publication.objects.exists()
    assert [entry.verb for entry in history(sealed)].count("plan.withdraw-report") == 1
    monkeypatch.setattr(sealed, "simulated", True)
    with pytest.raises(Refused):
        publish_report(ME, sealed, "会议纪要2号")
