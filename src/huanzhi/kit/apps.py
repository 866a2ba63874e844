"""The app."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "huanzhi.kit"
    label = "kit"
