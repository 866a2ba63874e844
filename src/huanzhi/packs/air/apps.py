"""The app: what this pack declares is known once it is loaded."""

from importlib import import_module

from django.apps import AppConfig


class AirConfig(AppConfig):
    name = "huanzhi.packs.air"
    label = "air"

    def ready(self) -> None:
        import_module("huanzhi.packs.air.measures")
