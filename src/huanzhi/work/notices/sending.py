"""One delivery on its way: by mail to a person, or as a signed call to an organisation's webhook."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from huanzhi.people.second_step import open_
from huanzhi.work.delivery import Delivery, NoticeChoice, Webhook
from huanzhi.work.notices.calling import Failed, call

PURPOSE = "webhook"


def send(delivery: Delivery, now: datetime) -> None:
    """Send it; Failed, places.Unfit, OSError or ValueError when it did not arrive."""
    if delivery.hook_id is not None:
        hook = Webhook.objects.get(pk=delivery.hook_id)
        if not hook.active:
            raise Failed("the webhook was turned off")
        secret = open_(hook.secret, settings.SECRET_KEY, PURPOSE)
        key, at = str(delivery.key), int(now.timestamp())
        call(hook.url, secret, key, delivery.body.encode(), at, settings.WEBHOOKS)
        return
    EmailMessage(
        delivery.subject,
        delivery.body,
        to=[address(delivery)],
        headers={"X-Huanzhi-Delivery": str(delivery.key), "Auto-Submitted": "auto-generated"},
    ).send()


def address(delivery: Delivery) -> str:
    """Where a person's mail goes: the address chosen for it, else that of the account."""
    assert delivery.user is not None, "a delivery has one receiver: the database holds this"
    choice = NoticeChoice.objects.filter(user=delivery.user).first()
    found = (choice.address if choice else "") or delivery.user.email
    if not found:
        raise Failed("the person has no mail address")
    return found
