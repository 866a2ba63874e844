"""What the ledger's verbs are called on pages."""

from django.utils.translation import gettext_lazy as _

from huanzhi.work.words import STEPS

VERBS = {
    "kit.import-records": _("Spreadsheet taken in"),
    "kit.save-record": _("Record saved"),
    "measures.keep-figure": _("Figure computed"),
    "monitoring.define-point-set": _("Set of points defined"),
    "monitoring.import-cnemc-hourly": _("Readings taken in"),
    "monitoring.judge-days": _("Days judged"),
    "monitoring.judge-hours": _("Hours judged"),
    "monitoring.save-point": _("Point saved"),
    "monitoring.take-simulated": _("Simulated readings taken in"),
    "people.confirm-alias": _("Alias confirmed"),
    "people.create-user": _("User made"),
    "people.grant": _("Role given"),
    "people.import-areas": _("Boundaries taken in"),
    "people.save-area": _("Area saved"),
    "people.save-organisation": _("Organisation saved"),
    "plan.answer-question": _("Question answered"),
    "plan.import": _("Plan read in"),
    "plan.report-task": _("Task reported"),
    **STEPS,
}
