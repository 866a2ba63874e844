"""The app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "huanzhi.plan"
    label = "plan"
