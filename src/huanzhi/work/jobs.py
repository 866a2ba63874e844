"""Work on cases and duties that comes round by the clock."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.science.shanghai import OFFSET
from huanzhi.work.actions import escalate_overdue
from huanzhi.work.actions.deliveries import deliver, gather
from huanzhi.work.actions.duty_keeping import keep_duties
from huanzhi.work.actions.finding import open_episodes
from huanzhi.work.actions.notices import clear_notices, tell_duties, tell_news


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="duties", pass_context=False)
def follow_duties(timestamp: int) -> None:
    """Follow registers and rules within minutes, and open the cases that late duties become."""
    keep_duties(SYSTEM("duties"))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases", pass_context=False)
def follow_cases(timestamp: int) -> None:
    """Every minute: what monitoring found becomes cases, and lateness rises."""
    open_episodes(SYSTEM("findings"))
    escalate_overdue(SYSTEM("escalation"))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notices", pass_context=False)
def follow_news(timestamp: int) -> None:
    """Every minute: who is concerned is told, and what is due goes out; of duties by day, every ten minutes."""
    actor, at = SYSTEM("notices"), datetime.fromtimestamp(timestamp, UTC).astimezone(OFFSET)
    tell_news(actor)
    if at.hour >= 8 and at.minute % 10 == 0:
        tell_duties(actor)
    gather(actor)
    deliver(actor)


@app.periodic(cron="40 18 * * *")  # 2:40 in Shanghai
@app.task(queueing_lock="old-notices", pass_context=False)
def clear_old_news(timestamp: int) -> None:
    """Every night: notices that were read long ago go."""
    clear_notices(SYSTEM("notices"))
