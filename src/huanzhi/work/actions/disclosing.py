"""Verbs of disclosure: show a picture of a case to everybody, and take it back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.work.actions.advancing import WrongStep
from huanzhi.work.disclosure import Disclosure
from huanzhi.work.evidence import Evidence


@verb("work.disclose-evidence")
def disclose(actor: Actor, evidence: Evidence, words: str) -> Disclosure:
    """Show a picture, without its metadata, under those words; WrongStep for a file that is none, or without words."""
    if not evidence.type.image:
        raise WrongStep(
            _("%(name)s is no picture that a copy without metadata can be made of") % {"name": evidence.name}
        )
    if not words.strip():
        raise WrongStep(_("say in a few words what the picture shows"))
    held = Disclosure.objects.select_for_update().filter(evidence=evidence, ended_at=None).first()
    if held is not None:
        raise WrongStep(
            _("it is shown already since %(day)s") % {"day": timezone.localdate(held.disclosed_at)}
        )
    made = Disclosure.objects.create(
        evidence=evidence, words=words.strip(), disclosed_at=timezone.now(), by=actor.name
    )
    record(evidence.case, after={"evidence": evidence.pk, "shown": made.words}, reason=made.words)
    return made


@verb("work.take-back-evidence")
def take_back(actor: Actor, held: Disclosure, reason: str) -> Disclosure:
    """Show it no longer; that it was shown stays on record. WrongStep without a reason."""
    if not reason.strip():
        raise WrongStep(_("say why it is taken back"))
    held = Disclosure.objects.select_for_update().get(pk=held.pk)
    if held.ended_at is not None:
        record(held.evidence.case, reason=_("it was taken back before"))
        return held
    held.ended_at, held.ended_for = timezone.now(), reason.strip()
    held.save(update_fields=["ended_at", "ended_for"])
    record(held.evidence.case, before={"shown": held.words}, after={"shown": None}, reason=held.ended_for)
    return held
