"""How an item stands to its day: days left or late, or the days for comments, in words with a look."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huanzhi.desk.duties.words import SOON, Stand
from huanzhi.plan.models import RectificationItem
from huanzhi.plan.rectification.item import ItemState


def stand(item: RectificationItem, today: date) -> Stand:
    """Late until the second check has passed; published, until when comments are taken."""
    if item.state == ItemState.WRITTEN_OFF:
        return Stand("ok", _("written off"))
    if item.state == ItemState.PUBLISHED and item.comments_until is not None:
        if today > item.comments_until:
            return Stand("", _("comments are over"))
        return Stand("", _("comments until %(day)s") % {"day": item.comments_until})
    if item.state == ItemState.CONFIRMED:
        return Stand("", _("to be published"))
    left = (item.deadline - today).days
    if left < 0:
        return Stand("late", ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left})
    words = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return Stand("risk" if left <= SOON else "", words)
