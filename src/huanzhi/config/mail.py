"""邮件: what the environment says of the mail server; off unless it names one."""

from collections.abc import Mapping
from typing import Any

PORTS = {"starttls": 587, "tls": 465, "none": 25}


def mail(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """Django's settings of mail; ValueError names what is missing or unfit.

    >>> mail({}) is None
    True
    >>> said = {"HUANZHI_MAIL_HOST": "mail.example", "HUANZHI_MAIL_FROM": "huanzhi@example"}
    >>> mail(said)["EMAIL_PORT"], mail(said)["EMAIL_USE_TLS"]
    (587, True)
    >>> mail({"HUANZHI_MAIL_HOST": "mail.example"})
    Traceback (most recent call last):
        ...
    ValueError: HUANZHI_MAIL_FROM: missing, since HUANZHI_MAIL_HOST is set
    """
    host = environment.get("HUANZHI_MAIL_HOST", "")
    if not host:
        return None
    sender = environment.get("HUANZHI_MAIL_FROM", "")
    if not sender:
        raise ValueError("HUANZHI_MAIL_FROM: missing, since HUANZHI_MAIL_HOST is set")
    security = environment.get("HUANZHI_MAIL_SECURITY", "starttls")
    if security not in PORTS:
        raise ValueError(f"HUANZHI_MAIL_SECURITY: {security!r} is not one of {', '.join(PORTS)}")
    user = environment.get("HUANZHI_MAIL_USER", "")
    if user and security == "none":
        raise ValueError(
            "HUANZHI_MAIL_SECURITY: none, but HUANZHI_MAIL_USER would send its password in the clear"
        )
    port = environment.get("HUANZHI_MAIL_PORT", "")
    if port and not (port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError(f"HUANZHI_MAIL_PORT: {port!r} is no port")
    return {
        "EMAIL_HOST": host,
        "EMAIL_PORT": int(port or PORTS[security]),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": environment.get("HUANZHI_MAIL_PASSWORD", ""),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": 15,
        "DEFAULT_FROM_EMAIL": sender,
    }
