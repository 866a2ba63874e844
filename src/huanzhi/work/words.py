"""The steps of cases in words."""

from django.utils.translation import gettext_lazy as _

STEPS = {
    "work.open-case": _("Case opened"),
    "work.accept": _("Take it up"),
    "work.report-done": _("Report what was done"),
    "work.return-case": _("Give it back"),
    "work.verify": _("Re-check and close"),
}
