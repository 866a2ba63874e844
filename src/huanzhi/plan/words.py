"""The plan's own words for people: questions in sentences, and what an indicator lacks."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huanzhi.plan.models import Question

# The sentences of wire.plandoc.sentences once more, so that they can be translated; a test holds them equal.
QUESTIONS = {
    "assigned-target-unknown": gettext_noop(
        "“{name}” has no number of its own: “{target}”. What was set, and where?"
    ),
    "binding-without-number": gettext_noop(
        "“{name}” is binding, and its target is in words: “{target}”. What proves it?"
    ),
    "target-over-100": gettext_noop("“{name}” aims at {target} %, more than all."),
    "comparator-differs": gettext_noop(
        "“{name}”: the table prints “{target}”, the text “{printed}”. Which holds?"
    ),
    "indicator-without-owner": gettext_noop("No task names “{name}”. Who answers for it?"),
    "several-departments-no-lead": gettext_noop(
        "{count} tasks name several departments and no lead: {ids}. Who leads?"
    ),
    "note-without-duty": gettext_noop(
        "{id} “{title}”: its note lists bodies without saying that they answer (负责)."
    ),
    "missing-responsible": gettext_noop("{id} “{title}” names nobody who answers for it."),
    "work-named-twice": gettext_noop(
        "“{name}” (专栏{column}) and “{other}” (专栏{other_column}): one work or two?"
    ),
    "baseline-other-set": gettext_noop(
        "The baseline {value} is counted on a set of sections that changed ({counts}). "
        "Which sections are in the baseline, which in the target?"
    ),
    "sum-agrees": gettext_noop("{parts} = {sum} {unit} ({count} parts), as printed. Are all parts there?"),
    "sum-differs": gettext_noop(
        "{parts} = {sum} {unit} ({count} parts), but {total} is printed. Which holds?"
    ),
    "alias-to-confirm": gettext_noop("Is “{alias}” the same body as “{name}”?"),
    "near-names": gettext_noop("“{name}” and “{other}” are kept apart; are they two bodies?"),
    "encoding": gettext_noop("The file is not UTF-8; it was read as {encoding}. Does the text look right?"),
}

KINDS = {
    "assigned-target-unknown": gettext_lazy("Targets set by a higher authority, number unknown"),
    "binding-without-number": gettext_lazy("Binding, but no number"),
    "target-over-100": gettext_lazy("More than all"),
    "comparator-differs": gettext_lazy("Table and text differ"),
    "indicator-without-owner": gettext_lazy("Nobody answers for the indicator"),
    "several-departments-no-lead": gettext_lazy("Several departments, no lead"),
    "note-without-duty": gettext_lazy("A note that does not say who answers"),
    "missing-responsible": gettext_lazy("Nobody answers for the task"),
    "work-named-twice": gettext_lazy("A work named twice"),
    "baseline-other-set": gettext_lazy("Baseline and target on different sets"),
    "sum-agrees": gettext_lazy("Sums that agree, parts to check"),
    "sum-differs": gettext_lazy("Sums that do not agree"),
    "alias-to-confirm": gettext_lazy("Two printings of one body?"),
    "near-names": gettext_lazy("Names that are nearly the same"),
    "encoding": gettext_lazy("How the file was read"),
}

LACKS = {
    "readings": gettext_lazy(
        "No readings of this year yet. Take them in: huanzhi import cnemc-hourly FILE, then the figure is computed."
    ),
    "points": gettext_lazy(
        "Nobody has said which stations count: huanzhi points set air-assessment STATION… --name NAME --from DAY"
    ),
    "days": gettext_lazy("Too few valid days; more readings of this year are needed."),
    "results": gettext_lazy(
        "Not every section of the set has its result and its class; the proof names them."
    ),
    "sets": gettext_lazy(
        "Nobody has said which sections count in this year: a set of members, with its source."
    ),
    "rows": gettext_lazy("Nothing stands on its registers for this year yet."),
    "incomplete": gettext_lazy("Some records lack what the figure needs; they are named below."),
    "document": gettext_lazy("A document that states it: number, issuing body and date are entered with it."),
    "assigned": gettext_lazy("The number that the higher authority set, and the document that set it."),
    "number": gettext_lazy("A number: the target is in words. Its owner must say what proves it."),
    "records": gettext_lazy("The records it is counted from; they are not kept in the system yet."),
}

SHORT_LACKS = {
    "readings": gettext_lazy("no readings"),
    "points": gettext_lazy("no stations named"),
    "days": gettext_lazy("too few valid days"),
    "results": gettext_lazy("results of sections missing"),
    "sets": gettext_lazy("no set of sections"),
    "rows": gettext_lazy("registers empty for this year"),
    "incomplete": gettext_lazy("records incomplete"),
    "document": gettext_lazy("no document entered"),
    "assigned": gettext_lazy("number set elsewhere, not known"),
    "number": gettext_lazy("target in words"),
    "records": gettext_lazy("records not kept here yet"),
}


def question_text(question: Question) -> str:
    """A question in the reader's language."""
    facts: dict[str, Any] = dict(question.facts)
    ids = str(facts.get("ids", ""))
    if ids.count("、") > 5:
        facts["ids"] = "、".join(ids.split("、")[:5]) + "…"
    return _(QUESTIONS[question.kind]).format(**facts)
