"""Work on the plan that comes round by the clock."""

from procrastinate.contrib.django import app

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.plan.actions.rounds import follow_inputs


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="round-inputs", pass_context=False)
def follow_rounds(timestamp: int) -> None:
    """Answers that rest on what has changed since open again."""
    follow_inputs(SYSTEM("rounds"))
