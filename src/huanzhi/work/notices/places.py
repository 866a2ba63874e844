"""Where a webhook may lead: https to a public address, unless the installation allows more (SSRF)."""

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
)  # IPv4 behind NAT64


class Unfit(ValueError):
    """The address is none that a webhook may have."""


@dataclass(frozen=True)
class Place:
    """An address taken apart."""

    secure: bool
    host: str
    port: int
    path: str


def place(url: str, allow: Mapping[str, bool]) -> Place:
    """The parts of an address; Unfit says why it cannot be one. `allow`: loopback, private."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unfit(_("address: %(url)s cannot be read") % {"url": url}) from error
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise Unfit(_("address: %(url)s names no host, or more than a host and a path") % {"url": url})
    if not url.isascii() or any(letter <= " " for letter in url):
        raise Unfit(_("address: %(url)s holds a blank or a letter that is not ASCII") % {"url": url})
    if parts.scheme != "https" and not (parts.scheme == "http" and allow["loopback"]):
        raise Unfit(_("address: %(url)s is not https") % {"url": url})
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(secure, host, port or (443 if secure else 80), path)


def resolved(where: Place, allow: Mapping[str, bool]) -> list[str]:
    """The IP addresses to call; the check and the call use the same. Unfit when any of the host's is refused."""
    try:
        rows = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unfit(_("address: the host %(host)s is not found") % {"host": where.host}) from error
    found = [str(row[4][0]).partition("%")[0] for row in rows]
    for one in found:
        address = ipaddress.ip_address(one)
        if not (allowed(address, allow) and (where.secure or _plain(address).is_loopback)):
            raise Unfit(
                _("address: %(host)s leads to %(ip)s, which is not allowed here")
                % {"host": where.host, "ip": one}
            )
    return list(dict.fromkeys(found))


def allowed(address: Address, allow: Mapping[str, bool]) -> bool:
    """Whether an IP address may be called.

    >>> none = {"loopback": False, "private": False}
    >>> tried = ("1.1.1.1", "10.0.0.1", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "64:ff9b::a00:1")
    >>> [allowed(ipaddress.ip_address(one), none) for one in tried]
    [True, False, False, False, False, False]
    >>> [allowed(ipaddress.ip_address(one), {"loopback": False, "private": True}) for one in tried]
    [True, True, False, True, False, False]
    """
    held = _plain(address)
    if held.is_loopback:
        return allow["loopback"]
    if held.is_link_local or held.is_multicast or held.is_unspecified or held.is_reserved:
        return False
    if isinstance(held, ipaddress.IPv6Address) and (
        held.sixtofour or held.teredo or any(held in network for network in TRANSLATED)
    ):
        return False
    return held.is_global or (held.is_private and allow["private"])


def _plain(address: Address) -> Address:
    return getattr(address, "ipv4_mapped", None) or address
