"""封存报告 Sealed report: what was issued, as data and as files; the database refuses to change or remove either."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class SealedReport(models.Model):
    """The canonical content with its hash, what it was gathered with, and the editions that made its files."""

    document = models.ForeignKey("plan.Document", on_delete=models.PROTECT, related_name="sealed_reports")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="sealed_reports"
    )
    kind = models.CharField(_("kind"), max_length=16)
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("document number"), max_length=80)
    day = models.DateField(_("date of the document"))
    language = models.CharField(_("language"), max_length=8)
    arguments = models.JSONField(_("gathered with"), default=dict)
    content = models.TextField(_("content"))
    sha256 = models.CharField(max_length=64)
    editions = models.JSONField(_("editions"))
    simulated = models.BooleanField(_("simulated"), default=False)
    sealed_at = models.DateTimeField(_("sealed at"))
    sealed_by = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed report")
        verbose_name_plural = _("sealed reports")
        ordering = ["-sealed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_sealed_report_a_number"),
            models.UniqueConstraint(fields=["sha256"], name="one_sealed_report_a_content"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees what was issued for it, and what was published."""
        return Q(organisation__in=scope.organisations) | Q(publication__isnull=False)


class SealedFile(models.Model):
    """A file of a sealed report, kept whole."""

    report = models.ForeignKey(SealedReport, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(_("form"), max_length=8)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size"))
    octets = models.BinaryField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a sealed report")
        verbose_name_plural = _("files of sealed reports")
        ordering = ["form"]
        constraints = [models.UniqueConstraint(fields=["report", "form"], name="one_sealed_file_a_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.sha256[:12]}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """As its report is."""
        return Q(report__in=SealedReport.objects.filter(SealedReport.visible_q(scope)).values("pk"))


class Publication(models.Model):
    """公开: that everybody may read a sealed report; taken back by removing it, which the ledger keeps."""

    report = models.OneToOneField(SealedReport, on_delete=models.PROTECT, related_name="publication")
    published_at = models.DateTimeField(_("published at"))
    published_by = models.CharField(_("by"), max_length=80)
    reason = models.CharField(_("reason"), max_length=300)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of a report")
        verbose_name_plural = _("publications of reports")
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.published_at:%Y-%m-%d}"
