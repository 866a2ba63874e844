"""登录: attempts to sign in, sessions that run, the second step, and names at a provider of single sign-on."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import OwnQuerySet


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Attempts by whom they concern."""

    def visible_to(self, user: Any) -> "SignInQuerySet":
        """All of them for whoever may read the log; for everybody else their own."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.as_actor().may("people.read-sign-ins"):
            return self
        return self.filter(username=user.username)


class SignIn(models.Model):
    """An attempt to sign in; failures in a row lock the door for a while."""

    username = models.CharField(_("user name"), max_length=150, db_index=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    succeeded = models.BooleanField(_("succeeded"))
    way = models.CharField(_("way"), max_length=20, default="password")
    device = models.CharField(_("terminal"), max_length=80, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.username} {self.at}"


class SessionQuerySet(OwnQuerySet["UserSession"]):
    """Sessions by what has become of them."""

    def alive(self, now: datetime) -> "SessionQuerySet":
        """Those that neither stood idle too long nor ran too long."""
        idle, longest = settings.SESSION_IDLE, settings.SESSION_LONGEST
        return self.filter(seen_at__gt=now - idle, started_at__gt=now - longest)


class UserSession(models.Model):
    """A session that runs 会话: whose, on which device, from where, since when, last seen when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))
    address = models.GenericIPAddressField(_("address"), null=True)
    device = models.CharField(_("terminal"), max_length=80, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.device}"


class SecondStep(models.Model):
    """两步验证: the secret that the person's authenticator shares, closed; it counts once confirmed by a code."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_step")
    secret = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    last_used = models.BigIntegerField(default=0)  # the 30 seconds of the last code: none is taken twice

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """备用码: for the day the authenticator is lost; hashed, each for once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint("user", "code_hash", name="one_recovery_code")]

    def __str__(self) -> str:
        return str(self.user)


class Identity(models.Model):
    """统一身份: a person's lasting name (`sub`) at a provider (`iss`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    issuer = models.CharField(_("provider"), max_length=200)
    subject = models.CharField(_("subject"), max_length=255)
    linked_at = models.DateTimeField(_("linked at"), auto_now_add=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [models.UniqueConstraint("issuer", "subject", name="one_identity")]

    def __str__(self) -> str:
        return f"{self.subject} @ {self.issuer}"
