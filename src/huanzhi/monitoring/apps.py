"""The app."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "huanzhi.monitoring"
    label = "monitoring"
