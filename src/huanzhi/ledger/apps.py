"""The app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "huanzhi.ledger"
    label = "ledger"
