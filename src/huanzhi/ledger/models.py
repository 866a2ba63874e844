"""留痕: one row for each thing done. The database itself refuses to change or remove one."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.ledger.chain import FIELDS
from huanzhi.ledger.proofs import CHECKPOINT
from huanzhi.ledger.visibility import WideQuerySet


class Entry(models.Model):
    """Who did what, when, to which record, and how it was before and after."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"))
    verb = models.CharField(_("verb"), max_length=80)
    actor = models.JSONField(_("actor"))
    subject_type = models.CharField(_("kind of record"), max_length=80)
    subject_id = models.CharField(_("record"), max_length=120)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="ledger_subject"),
            models.Index(fields=["verb", "seq"], name="ledger_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject_type} {self.subject_id}"

    def plain(self) -> dict[str, Any]:
        """The entry as the chain hashes it and as an exported file holds it."""
        fields = {field: getattr(self, field) for field in FIELDS}
        return fields | {"at": self.at.isoformat(), "previous": self.previous, "hash": self.hash}


class Sealed(models.Model):
    """密封值: personal data that entries name only by their commitment. Erasing the row leaves the chain whole."""

    commitment = models.CharField(_("commitment"), max_length=64, primary_key=True)
    salt = models.BinaryField()
    value = models.JSONField(_("value"), null=True)
    subject_type = models.CharField(_("kind of record"), max_length=80)
    subject_id = models.CharField(_("record"), max_length=120)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("sealed value")
        verbose_name_plural = _("sealed values")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="ledger_sealed_subject")]

    def __str__(self) -> str:
        return self.commitment


class Checkpoint(models.Model):
    """检查点: what the ledger was at the end of a day, in two hashes that can be published."""

    size = models.BigIntegerField(_("entries"), primary_key=True)
    day = models.DateField(_("day"), db_index=True)
    at = models.DateTimeField(_("time"))
    head = models.CharField(_("hash of the last entry"), max_length=64)
    root = models.CharField(_("root"), max_length=64)
    peaks = models.JSONField()

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["size"]

    def __str__(self) -> str:
        return f"{self.day} {self.size}"

    def plain(self) -> dict[str, Any]:
        """The checkpoint as it is published."""
        said = {"day": str(self.day), "at": self.at.isoformat(), "size": self.size}
        return {"kind": CHECKPOINT} | said | {"head": self.head, "root": self.root}
