"""留痕: one row for each thing done. The database itself refuses to change or remove one."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.ledger.chain import FIELDS


class Entry(models.Model):
    """Who did what, when, to which record, and how it was before and after."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"))
    verb = models.CharField(_("verb"), max_length=80, db_index=True)
    actor = models.JSONField(_("actor"))
    subject_type = models.CharField(_("kind of record"), max_length=80)
    subject_id = models.CharField(_("record"), max_length=120)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["seq"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "seq"], name="ledger_subject")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject_type} {self.subject_id}"

    def plain(self) -> dict[str, Any]:
        """The entry as the chain hashes it and as an exported file holds it."""
        fields = {field: getattr(self, field) for field in FIELDS}
        return fields | {"at": self.at.isoformat(), "previous": self.previous, "hash": self.hash}
