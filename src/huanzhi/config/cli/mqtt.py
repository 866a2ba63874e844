"""`huanzhi mqtt`: listen to micro-stations through an MQTT broker."""

import asyncio
import contextlib
import json
import os
import signal

import click

from huanzhi.config.cli.main import start_django


@click.command()
@click.option(
    "--broker", default="mqtt://127.0.0.1:1883", show_default=True, help="mqtt:// or mqtts://, host:port."
)
@click.option(
    "--topic", default="huanzhi/+/data", show_default=True, help="What to listen to; + is the device."
)
@click.option("--lane", default="mqtt", show_default=True, help="Lane of the journal; one listener a lane.")
def mqtt(broker: str, topic: str, lane: str) -> None:
    """Listen to micro-stations: every message is kept before it is acknowledged. Ctrl-C stops it.

    The broker keeps what comes while this does not run. A password comes from HUANZHI_MQTT_PASSWORD.

    Example: huanzhi mqtt --broker mqtt://127.0.0.1:1883 --topic huanzhi/+/data
    """
    start_django()
    from huanzhi.monitoring.gateway.mqtt_session import Broker

    password = os.environ.get("HUANZHI_MQTT_PASSWORD", "")
    asyncio.run(_serve(Broker.of(broker, topic, f"huanzhi-{lane}", password), lane))


async def _serve(broker, lane: str) -> None:  # type: ignore[no-untyped-def]
    from huanzhi.config.database import dsn
    from huanzhi.monitoring.gateway.journal import Journal
    from huanzhi.monitoring.gateway.mqtt import Listener

    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    async with Journal(dsn(), lane) as journal:
        listener = Listener(journal, broker)
        running = asyncio.create_task(listener.run())
        click.echo(f"Listening to {broker.topic} on {broker.host}:{broker.port}")
        parent = os.getppid()
        while not stopping.is_set() and not running.done() and os.getppid() == parent:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), 1.0)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    click.echo(json.dumps(listener.tally.plain()))
