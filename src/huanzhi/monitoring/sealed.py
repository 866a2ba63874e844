"""封存 Sealed days: the files of a closed day with their hashes, which the ledger has too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealedDay(models.Model):
    """A day whose files are closed; a late reading opens the next version of it."""

    day = models.DateField(_("day"))
    version = models.PositiveIntegerField(_("version"), default=1)
    files = models.JSONField(_("files"), default=dict)
    rows = models.BigIntegerField(_("readings"), default=0)
    at = models.DateTimeField(_("sealed at"))
    entry = models.BigIntegerField(_("ledger entry"), null=True)
    verified_at = models.DateTimeField(_("verified at"), null=True)

    class Meta:
        verbose_name = _("sealed day")
        verbose_name_plural = _("sealed days")
        ordering = ["-day", "-version"]
        constraints = [models.UniqueConstraint(fields=["day", "version"], name="one_seal_a_version")]

    def __str__(self) -> str:
        return f"{self.day} v{self.version}"
