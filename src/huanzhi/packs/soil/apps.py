"""The app: what this pack declares is known once it is loaded."""

from importlib import import_module

from django.apps import AppConfig


class SoilConfig(AppConfig):
    name = "huanzhi.packs.soil"
    label = "soil"

    def ready(self) -> None:
        import_module("huanzhi.packs.soil.measures")
