"""The app."""

from pathlib import Path

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "huanzhi.people"
    label = "people"

    def ready(self) -> None:
        """Take in a calendar that the installation adds before a release brings it."""
        from django.conf import settings

        from huanzhi.people.holidays import learn

        own = Path(settings.HUANZHI_HOME) / "holidays.toml"
        if own.is_file():
            learn(own.read_text(encoding="utf-8"))
