"""A webhook's call: signed, to the address that was checked, no redirect followed, within its time."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any

from huanzhi.work.notices.places import Place, place, resolved
from huanzhi.work.notices.signing import signature
from huanzhi.work.notices.terms import terms


class Failed(Exception):
    """It did not arrive; another try may."""


class _Checked(http.client.HTTPConnection):
    """A connection to the first IP address that answers, of those that were checked, under the name of its host."""

    def __init__(self, where: Place, addresses: list[str], timeout: float) -> None:
        super().__init__(where.host, where.port, timeout=timeout)
        self._where, self._addresses = where, addresses
        self.default_port = 443 if where.secure else 80

    def connect(self) -> None:
        *others, last = self._addresses
        for one in others:
            with contextlib.suppress(OSError):
                self.sock = socket.create_connection((one, self._where.port), self.timeout)
                break
        else:
            self.sock = socket.create_connection((last, self._where.port), self.timeout)
        if self._where.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._where.host)


def call(url: str, secret: str, key: str, body: bytes, timestamp: int, allow: Mapping[str, bool]) -> None:
    """Post the body; Failed (or places.Unfit) when no 2xx comes back."""
    where = place(url, allow)
    addresses = resolved(where, allow)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "huanzhi",
        "X-Huanzhi-Delivery": key,
        "X-Huanzhi-Timestamp": str(timestamp),
        "X-Huanzhi-Signature": signature(secret, timestamp, body),
    }
    retry = terms()["retry"]
    connection = _Checked(where, addresses, retry["timeout_seconds"])
    watch = threading.Timer(retry["whole_seconds"], _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", where.path, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Failed(f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        watch.cancel()
        connection.close()
    if status // 100 != 2:
        raise Failed(f"HTTP {status}" + (" (redirects are not followed)" if status // 100 == 3 else ""))


def _cut(connection: Any) -> None:
    """Whoever answers a letter at a time does not hold the others up."""
    sock = connection.sock
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
