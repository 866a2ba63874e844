"""The steps of cases in words: what a person does, and how the log tells it."""

from django.utils.translation import gettext_lazy as _

STEPS = {
    "work.open-case": _("Case opened"),
    "work.assign": _("Hand it out"),
    "work.accept": _("Take it up"),
    "work.refuse": _("Refuse it"),
    "work.hand-over": _("Hand it over"),
    "work.report-done": _("Report what was done"),
    "work.return-case": _("Give it back"),
    "work.verify": _("Re-check and close"),
    "work.suspend": _("Suspend it"),
    "work.resume": _("Resume it"),
    "work.request-extension": _("Ask for more time"),
    "work.decide-extension": _("Decide on more time"),
    "work.split": _("Split it"),
    "work.merge": _("Join it to another"),
    "work.unmerge": _("Take it apart again"),
    "work.reopen": _("Open it again"),
}

TOLD = {
    "work.open-case": _("Case opened"),
    "work.assign": _("Handed out"),
    "work.accept": _("Taken up"),
    "work.refuse": _("Turned down"),
    "work.hand-over": _("Handed over"),
    "work.report-done": _("Reported as done"),
    "work.return-case": _("Given back"),
    "work.verify": _("Re-checked and closed"),
    "work.suspend": _("Suspended"),
    "work.resume": _("Resumed"),
    "work.request-extension": _("More time asked for"),
    "work.decide-extension": _("More time decided on"),
    "work.split": _("Split"),
    "work.merge": _("Joined to another"),
    "work.unmerge": _("Taken apart again"),
    "work.reopen": _("Opened again"),
}
