"""How far a task is, as a department says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    UNREPORTED = "unreported", _("no report yet")
    UNDERWAY = "underway", _("under way")
    DONE = "done", _("done")
    HELD_UP = "held_up", _("held up")
