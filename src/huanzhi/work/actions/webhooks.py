"""Verbs of webhooks: set one for an organisation, turn it off, try given-up calls again."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Organisation
from huanzhi.people.second_step import close
from huanzhi.work.delivery import Delivery, Pace, Webhook
from huanzhi.work.notices.places import Unfit, place
from huanzhi.work.notices.sending import PURPOSE

SHORTEST = 16


@verb("work.set-webhook")
def set_webhook(actor: Actor, organisation: Organisation, url: str, secret: str, pace: str) -> Webhook:
    """Where an organisation's messaging tool is told, and with which secret calls are signed.

    Without a secret the former one stays; it is kept closed, never shown and never in the ledger. A webhook's address
    often holds a key too, so the ledger holds its host alone.
    """
    where = place(url, settings.WEBHOOKS)
    held = Webhook.objects.filter(organisation=organisation).first()
    if pace not in Pace.values:
        raise Unfit(_("gathered: %(pace)s is none of the paces") % {"pace": pace})
    if secret and len(secret) < SHORTEST:
        raise Unfit(_("secret: at least %(n)s characters") % {"n": SHORTEST})
    if not secret and held is None:
        raise Unfit(_("secret: a new webhook needs one"))
    before = {"host": place(held.url, {"loopback": True}).host, "pace": held.pace} if held else None
    made = held or Webhook(organisation=organisation)
    made.url, made.pace, made.active, made.changed_at = url, pace, True, timezone.now()
    if secret:
        made.secret = close(secret, settings.SECRET_KEY, PURPOSE)
    made.save()
    after = {"organisation": organisation.code, "host": where.host, "pace": pace, "new_secret": bool(secret)}
    record(made, before=before, after=after)
    return made


@verb("work.set-webhook")
def end_webhook(actor: Actor, hook: Webhook) -> None:
    """Turn a webhook off; what is still on its way is given up."""
    now = timezone.now()
    hook.active, hook.changed_at = False, now
    hook.save(update_fields=["active", "changed_at"])
    left = Delivery.objects.filter(hook=hook, sent_at=None, given_up_at=None)
    stopped = left.update(given_up_at=now, error="turned off")
    record(hook, after={"active": False, "given_up": stopped})


@verb("work.set-webhook")
def try_again(actor: Actor, hook: Webhook) -> int:
    """Try the calls of a webhook again that were given up; how many."""
    gone = Delivery.objects.filter(hook=hook, given_up_at__isnull=False)
    again = gone.update(given_up_at=None, tries=0, next_at=timezone.now())
    record(hook, after={"tried_again": again})
    return again
