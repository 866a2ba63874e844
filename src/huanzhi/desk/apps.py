"""The app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huanzhi.desk"
    label = "desk"
