"""单点登录 (OpenID Connect): to the provider and back.

The provider's token says who somebody is, never what they may do: its lasting name (`sub`) has to be linked to an
account before it opens one, by the person while signed in or by an administrator.
"""

from functools import lru_cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from joserfc.errors import JoseError
from requests import RequestException

from huanzhi.kit.access import actor_of
from huanzhi.people.actions import Unfit, link_identity
from huanzhi.people.models import User
from huanzhi.people.queries import provider_of, user_of_identity
from huanzhi.people.views.arrival import arrive, note, onward

SIGNED = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
SECONDS = 10
TO = "single_sign_on_next"


@lru_cache(maxsize=1)
def _client(issuer: str, client_id: str, client_secret: str, scope: str) -> Any:
    return OAuth().register(
        "provider",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def client() -> Any:
    """The client of the configured provider; Http404 when single sign-on is off.

    What the provider announces is narrowed: its own name must be the configured one, and only signatures that
    need its private key count.
    """
    chosen = provider_of()
    if not chosen:
        raise Http404("single sign-on is off")
    made = _client(*(chosen[key] for key in ("issuer", "client_id", "client_secret", "scope")))
    facts = made.load_server_metadata()
    if facts.get("issuer", "").rstrip("/") != chosen["issuer"]:
        raise OAuthError("issuer", f"the provider calls itself {facts.get('issuer')!r}")
    offered = facts.get("id_token_signing_alg_values_supported") or ["RS256"]
    facts["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNED]
    return made


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """To the provider; somebody signed in comes back to link the name found there."""
    try:
        provider = client()
    except (OAuthError, RequestException) as error:
        return _refused(request, _("The provider does not answer as it should: %(error)s") % {"error": error})
    request.session[TO] = onward(request)
    return provider.authorize_redirect(
        request, request.build_absolute_uri(reverse("people:single-sign-on-back"))
    )


@login_not_required
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code that is changed for a signed token."""
    chosen = provider_of() or {}
    try:
        provider = client()
        wanted = {
            "iss": {"essential": True, "values": [provider.server_metadata["issuer"]]},
            "aud": {"essential": True, "values": [chosen["client_id"]]},
        }
        token = provider.authorize_access_token(request, claims_options=wanted)
        claims = token["userinfo"]
    except (OAuthError, JoseError, RequestException, KeyError, ValueError) as error:
        note(request, "", False, "oidc")
        return _refused(request, _("The provider's answer was refused: %(error)s") % {"error": error})
    issuer, subject = chosen["issuer"], str(claims["sub"])
    if isinstance(request.user, User):
        return _link(request, issuer, subject)
    user = user_of_identity(issuer, subject)
    if user is None:
        note(request, subject, False, "oidc")
        words = _("“%(subject)s” is known to the provider but linked to no account here.") % {
            "subject": subject
        }
        return _refused(request, words)
    return arrive(request, user, "oidc", request.session.pop(TO, settings.LOGIN_REDIRECT_URL))


def _link(request: HttpRequest, issuer: str, subject: str) -> HttpResponse:
    try:
        link_identity(actor_of(request), request.user, issuer, subject)  # type: ignore[arg-type]
    except Unfit as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Linked. From now on the provider opens this account."))
    return redirect("people:account")


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "people/refused.html", {"words": words}, status=403)
