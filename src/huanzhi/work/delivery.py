"""送达 What leaves the house: who wants to be told how, webhooks of organisations, and the outbox of both."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet


class Pace(models.TextChoices):
    HOURLY = "hourly", _("gathered, every hour")
    DAILY = "daily", _("gathered, every day at 8:00")
    OFF = "off", _("not at all")


class NoticeChoice(models.Model):
    """How a person wants to be told outside; without a row daily, at the address of the account."""

    user = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="notice_choice")
    mail = models.CharField(_("by mail"), max_length=8, choices=Pace, default=Pace.DAILY)
    address = models.EmailField(_("address"), blank=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return f"{self.user_id} {self.mail}"


class Webhook(models.Model):
    """机器人地址: where an organisation's messaging tool is told. `secret` is closed with the installation's key."""

    organisation = models.OneToOneField(
        "people.Organisation", on_delete=models.PROTECT, related_name="webhook"
    )
    url = models.URLField(_("address"), max_length=500)
    secret = models.TextField(_("secret"))
    pace = models.CharField(_("gathered"), max_length=8, choices=Pace, default=Pace.HOURLY)
    active = models.BooleanField(_("on"), default=True)
    changed_at = models.DateTimeField(_("changed"))

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["organisation__sort_key", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}"


class Delivery(models.Model):
    """One mail or one call on its way: kept until it arrived or was given up; `key` is the same at every try."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, null=True, related_name="+")
    hook = models.ForeignKey(Webhook, on_delete=models.CASCADE, null=True, related_name="deliveries")
    urgent = models.BooleanField(_("urgent"))
    count = models.PositiveIntegerField(_("notices"))
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField(_("made"))
    next_at = models.DateTimeField(_("next try"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("arrived"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, hook__isnull=False) | Q(user__isnull=False, hook__isnull=True),
                name="delivery_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="delivery_ends_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="delivery_open",
            ),
            models.Index(fields=["user", "-made_at"], name="delivery_of_person"),
            models.Index(fields=["hook", "-made_at"], name="delivery_of_hook"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
