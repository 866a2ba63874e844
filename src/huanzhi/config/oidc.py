"""单点登录: what the environment says of the provider of single sign-on; off unless it names one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def single_sign_on(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """Issuer, client and the words of the button; ValueError names what is missing or unfit.

    >>> single_sign_on({}) is None
    True
    >>> single_sign_on({"HUANZHI_OIDC_ISSUER": "https://id.example", "HUANZHI_OIDC_CLIENT_ID": "huanzhi"})
    Traceback (most recent call last):
        ...
    ValueError: HUANZHI_OIDC_CLIENT_SECRET: missing, since HUANZHI_OIDC_ISSUER is set
    """
    issuer = environment.get("HUANZHI_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    place = urlsplit(issuer)
    if place.scheme != "https" and place.hostname not in LOOPBACK:
        raise ValueError(f"HUANZHI_OIDC_ISSUER: {issuer} is not https")
    for name in ("HUANZHI_OIDC_CLIENT_ID", "HUANZHI_OIDC_CLIENT_SECRET"):
        if not environment.get(name):
            raise ValueError(f"{name}: missing, since HUANZHI_OIDC_ISSUER is set")
    return {
        "issuer": issuer,
        "client_id": environment["HUANZHI_OIDC_CLIENT_ID"],
        "client_secret": environment["HUANZHI_OIDC_CLIENT_SECRET"],
        "name": environment.get("HUANZHI_OIDC_NAME", ""),
        "scope": environment.get("HUANZHI_OIDC_SCOPE", "openid"),
    }
