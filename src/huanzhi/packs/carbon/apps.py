"""The app: what this pack declares is known once it is loaded."""

from importlib import import_module

from django.apps import AppConfig


class CarbonConfig(AppConfig):
    name = "huanzhi.packs.carbon"
    label = "carbon"

    def ready(self) -> None:
        import_module("huanzhi.packs.carbon.measures")
