"""What a request says of the device it comes from."""

import re

from django.http import HttpRequest

SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
BROWSERS = (
    ("WeChat", "MicroMessenger"), ("Edge", "Edg"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def device(agent: str) -> str:
    """A browser's long line as people know it.

    >>> device("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36")
    'Chrome 126, Android'
    >>> device("curl/8.5.0")
    'curl/8.5.0'
    """
    system = next((name for name in SYSTEMS if name in agent), "")
    for name, mark in BROWSERS:
        if found := re.search(rf"{mark}/(\d+)", agent):
            return ", ".join(part for part in (f"{name} {found[1]}", system) if part)
    return agent[:80]


def device_of(request: HttpRequest) -> str:
    """The device of a request."""
    return device(request.headers.get("user-agent", ""))


def address_of(request: HttpRequest) -> str | None:
    """The address of a request."""
    return request.META.get("REMOTE_ADDR") or None
