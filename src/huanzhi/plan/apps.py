"""The app: the measures that are stated by documents and the duties of plans are known once it is loaded."""

from importlib import import_module

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "huanzhi.plan"
    label = "plan"

    def ready(self) -> None:
        import_module("huanzhi.plan.measures")
        import_module("huanzhi.plan.duties")
