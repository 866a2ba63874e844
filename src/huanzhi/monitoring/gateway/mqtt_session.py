"""One connection to an MQTT broker, in the event loop, whose messages are acknowledged by hand.

MQTT 5: the broker keeps the session while nobody is here, and sends no more than RECEIVE messages that are not
acknowledged yet, which bounds what can wait. A new client object is made for each connection, so that an
acknowledgement never reaches another connection than the one its message came by.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

RECEIVE = 200  # messages that the broker may send before the first is acknowledged
KEPT_SECONDS = 7 * 86400  # the broker keeps what came meanwhile for so long
KEEPALIVE, PATIENCE, TICK = 30, 10.0, 1.0


class Lost(ConnectionError):
    """The broker is not there, has gone, or does not let us in."""


@dataclass(frozen=True)
class Broker:
    """Where the broker is, who we are to it, and what we listen to."""

    host: str
    topic: str
    port: int = 1883
    username: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    client: str = "huanzhi"

    @classmethod
    def of(cls, address: str, topic: str, client: str = "huanzhi", password: str = "") -> "Broker":
        """From an address, as mqtt://user:password@host:1883, or mqtts:// with TLS.

        >>> Broker.of("mqtts://huanzhi@broker", "huanzhi/+/data").port
        8883
        """
        parts = urlsplit(address)
        if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
            raise ValueError(f"broker {address!r}: an address as mqtt://host:1883 is needed")
        tls = parts.scheme == "mqtts"
        return cls(
            host=parts.hostname,
            topic=topic,
            port=parts.port or (8883 if tls else 1883),
            username=unquote(parts.username or ""),
            password=password or unquote(parts.password or ""),
            tls=tls,
            client=client,
        )


class Session:
    """A connection while it lasts. `deliver` is called in the loop with every message; `lost` ends with the reason."""

    def __init__(self, broker: Broker, deliver: Callable[[MQTTMessage], None]) -> None:
        self._broker, self._loop = broker, asyncio.get_running_loop()
        self.lost: asyncio.Future[Lost] = self._loop.create_future()
        self._subscribed: asyncio.Future[None] = self._loop.create_future()
        self._socket: Any = None
        self._ticks: asyncio.Task[None] | None = None
        self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=broker.client,
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
            manual_ack=True,
        )
        self._client.connect_timeout = PATIENCE
        if broker.username:
            self._client.username_pw_set(broker.username, broker.password or None)
        if broker.tls:
            self._client.tls_set()
        self._client.on_connect = self._connected
        self._client.on_subscribe = self._answered
        self._client.on_disconnect = lambda _c, _u, _f, reason, _p: self._end(f"disconnected: {reason}")
        self._client.on_socket_close = self._closing
        self._client.on_message = lambda _c, _u, message: deliver(message)

    async def __aenter__(self) -> "Session":
        """Connect and subscribe; Lost says why that could not be."""
        wanted = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        wanted.SessionExpiryInterval = KEPT_SECONDS
        wanted.ReceiveMaximum = RECEIVE
        place = f"{self._broker.host}:{self._broker.port}"
        try:
            await asyncio.to_thread(
                self._client.connect,
                self._broker.host,
                self._broker.port,
                KEEPALIVE,
                clean_start=False,
                properties=wanted,
            )
        except (OSError, ValueError) as error:
            raise Lost(f"{place}: {error}") from None
        self._socket = self._client.socket()
        self._loop.add_reader(self._socket, self._read)
        self._ticks = asyncio.create_task(self._tick())
        self._flush()
        either: list[asyncio.Future[Any]] = [self._subscribed, self.lost]
        await asyncio.wait(either, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not self._subscribed.done():
            self._end("no answer")
            await self.__aexit__()  # `lost` keeps the first reason
            raise Lost(f"{place}: {self.lost.result()}")
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Say goodbye; the broker keeps the session."""
        if self._ticks:
            self._ticks.cancel()
        if self._subscribed.done() and not self.lost.done():
            await self._heard_out()
        self._client.disconnect()
        self._flush()
        self._end("closed")

    async def _heard_out(self) -> None:
        """Wait until the broker has heard all acknowledgements: it answers a question only after what came before."""
        answered = asyncio.Event()
        self._client.on_message = None  # what comes now comes again
        self._client.on_unsubscribe = lambda *_answer: answered.set()
        self._client.unsubscribe(f"{self._broker.client}/nothing")
        self._flush()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(answered.wait(), TICK)

    def acknowledge(self, message: MQTTMessage) -> None:
        """Tell the broker that a message is safe here. Nothing happens when its connection has gone."""
        if not self.lost.done():
            self._client.ack(message.mid, message.qos)
            self._flush()

    def _connected(self, _client: Client, _data: object, _flags: object, reason: Any, _more: object) -> None:
        if reason.is_failure:
            self._end(str(reason))
            return
        options = SubscribeOptions(qos=1, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)
        self._client.subscribe(self._broker.topic, options=options)

    def _answered(self, _client: Client, _data: object, _mid: int, reasons: list[Any], _more: object) -> None:
        if reasons[0].value not in (1, 2):  # the quality of service that the broker grants
            self._end(f"topic {self._broker.topic}: {reasons[0]}, and not QoS 1")
        elif not self._subscribed.done():
            self._subscribed.set_result(None)

    def _closing(self, _client: Client, _data: object, socket: Any) -> None:
        self._loop.remove_reader(socket)
        self._loop.remove_writer(socket)
        self._socket = None

    def _end(self, why: str) -> None:
        if not self.lost.done():
            self.lost.set_result(Lost(why))

    def _read(self) -> None:
        self._client.loop_read()
        while self._broker.tls and self._socket is not None and self._socket.pending():
            self._client.loop_read()  # what TLS holds already wakes no reader
        self._flush()

    def _flush(self) -> None:
        """Write what waits; what the connection does not take now goes when it does."""
        if self._client.want_write():
            self._client.loop_write()
        if self._socket is None:
            return
        if self._client.want_write():
            self._loop.add_writer(self._socket, self._flush)
        else:
            self._loop.remove_writer(self._socket)

    async def _tick(self) -> None:
        """Pings, and the end when they are not answered."""
        while not self.lost.done():
            await asyncio.sleep(TICK)
            self._client.loop_misc()
            self._flush()
