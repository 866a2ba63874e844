"""Work that comes round by the clock and crosses rooms: the hourly look at the readings."""

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="10 * * * *")
@app.task(queueing_lock="hourly-look", pass_context=False)
def hourly_look(timestamp: int) -> None:
    """Past the hour: in a demo the district sends its last hour; figures and findings follow."""
    if settings.DEMO:
        from huanzhi.config.cli.demo import load_demo

        load_demo(quiet=True)
