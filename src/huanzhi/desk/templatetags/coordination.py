"""The way from what stands in the way to the coordination meeting: a link that raises it as a problem."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def raise_link(context: dict[str, Any], kind: str, key: Any, title: str) -> SafeString:
    """Raise this before the meeting, for whoever may; it keeps what it came from."""
    user: Any = context["request"].user
    if not (user.is_authenticated and user.as_actor().may("plan.raise-problem")):
        return SafeString("")
    asked = urlencode({"origin": f"{kind}:{key}", "title": str(title)[:200]})
    address = f"{reverse('desk:raise-problem')}?{asked}"
    return format_html(
        '<a class="button small quiet" href="{}">{}</a>', address, _("Bring before the meeting")
    )
