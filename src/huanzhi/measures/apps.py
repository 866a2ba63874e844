"""The app."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "huanzhi.measures"
    label = "measures"
