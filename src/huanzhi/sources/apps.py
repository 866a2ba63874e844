"""The app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "huanzhi.sources"
    label = "sources"
