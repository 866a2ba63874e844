"""The app: what this pack declares is known once it is loaded."""

from importlib import import_module

from django.apps import AppConfig


class SpaceConfig(AppConfig):
    name = "huanzhi.packs.space"
    label = "space"

    def ready(self) -> None:
        import_module("huanzhi.packs.space.measures")
