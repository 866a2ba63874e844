"""People: who signs in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who signs in."""

    display_name = models.CharField(_("name"), max_length=40, blank=True)
