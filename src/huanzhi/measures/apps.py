"""The app: the measures over the house's own records are known once it is loaded."""

from importlib import import_module

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "huanzhi.measures"
    label = "measures"

    def ready(self) -> None:
        import_module("huanzhi.measures.case_rates")
