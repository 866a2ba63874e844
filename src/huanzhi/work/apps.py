"""The app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "huanzhi.work"
    label = "work"
