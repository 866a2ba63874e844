"""The app."""

from django.apps import AppConfig


class AirConfig(AppConfig):
    name = "huanzhi.packs.air"
    label = "air"
