"""The shipped profile holds what the published plan says; a clone without the plan has it all."""

import pytest

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.models import Area, Organisation
from huanzhi.plan.actions import import_plan
from huanzhi.plan.models import Document
from huanzhi.plan.profile import PROFILES, demonstration, folder, load_profile, table
from huanzhi.wire.plandoc import read_file, to_json

NAME = "chaoyang"


@pytest.mark.django_db
def test_loading_it_gives_the_whole_plan():
    list(load_profile(SYSTEM("t"), NAME))
    document = Document.objects.get()
    assert (document.indicators.count(), document.tasks.count()) == (19, 120)
    assert len([row for row in document.outline if row["level"] == 1]) == 11
    assert len([row for row in document.outline if row["level"] == 2]) == 45
    measured = document.indicators.exclude(measure="").values_list("no", flat=True)
    assert list(measured) == list(range(1, 20))
    assert all(area.schematic for area in Area.objects.all())


@pytest.mark.django_db
def test_loading_it_twice_changes_nothing():
    list(load_profile(SYSTEM("t"), NAME))
    before = Organisation.objects.count(), Document.objects.get().sha256
    list(load_profile(SYSTEM("t"), NAME))
    assert (Organisation.objects.count(), Document.objects.get().sha256) == before


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(LookupError, match=NAME):
        folder("nowhere")
    assert demonstration() == NAME


def test_its_facts_are_those_of_the_published_plan(shared):
    said = to_json(read_file(shared / "plan" / "chaoyang-plan.txt"))
    kept = table(PROFILES / NAME, "plan.json")
    assert kept["indicators"] == said["indicators"]
    keys = ("id", "chapter", "section", "lead", "responsible", "supporting")
    assert [{k: t[k] for k in keys} for t in kept["tasks"]] == [
        {k: t[k] for k in keys} for t in said["tasks"]
    ]
    assert len(kept["projects"]) == len(said["projects"])


def test_it_keeps_facts_not_the_plans_sentences(shared):
    """No run of forty characters of the published text stands in the shipped file."""
    text = (shared / "plan" / "chaoyang-plan.txt").read_text(encoding="utf-8")
    kept = (PROFILES / NAME / "plan.json").read_text(encoding="utf-8")
    runs = {text[at : at + 40] for at in range(0, len(text) - 40, 5)}
    copied = [run for run in runs if "\n" not in run and run in kept]
    assert copied == []


@pytest.mark.django_db
def test_the_published_plan_itself_goes_in(shared):
    read = read_file(shared / "plan" / "chaoyang-plan.txt")
    document = import_plan(SYSTEM("t"), to_json(read), file_name="plan.txt", text=read.text)
    assert (document.indicators.count(), document.tasks.count()) == (19, 120)
    assert all(task.text for task in document.tasks.all())
    assert all(question.excerpt for question in document.questions.exclude(start=None))
