"""The app: what this pack declares is known once it is loaded."""

from importlib import import_module

from django.apps import AppConfig


class WaterConfig(AppConfig):
    name = "huanzhi.packs.water"
    label = "water"

    def ready(self) -> None:
        import_module("huanzhi.packs.water.measures")
        import_module("huanzhi.packs.water.measures_of_registers")
