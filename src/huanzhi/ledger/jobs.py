"""The daily checkpoint, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from huanzhi.ledger.actions import checkpoint
from huanzhi.ledger.models import Checkpoint
from huanzhi.ledger.verbs import SYSTEM


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="ledger-checkpoint", pass_context=False)
def daily_checkpoint(timestamp: int) -> None:
    """One a day, soon after midnight in Shanghai, or as soon as the worker runs again."""
    if not Checkpoint.objects.filter(day=timezone.localdate()).exists():
        checkpoint(SYSTEM("daily checkpoint"))
