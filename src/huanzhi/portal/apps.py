"""The app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "huanzhi.portal"
    label = "portal"
