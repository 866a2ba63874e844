"""`huanzhi gateway`: listen to instruments."""

import asyncio
import json
import os
import resource
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from huanzhi.config.cli.main import start_django


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=9212, show_default=True, help="Port for HJ 212; 0 takes a free one.")
@click.option("--lane", default="hj212", show_default=True, help="Lane of the journal; one process a lane.")
@click.option("--cert", type=click.Path(path_type=Path), help="TLS certificate; without it plain TCP.")
@click.option("--key", type=click.Path(path_type=Path), help="Its key.")
@click.option("--processes", default=1, show_default=True, help="So many share the port, each with its lane.")
@click.option("--shared", is_flag=True, hidden=True, help="Others listen on the port too.")
@click.option("--no-sync", is_flag=True, help="Do not wait for the disk: only to measure what that costs.")
def gateway(
    host: str,
    port: int,
    lane: str,
    cert: Path | None,
    key: Path | None,
    processes: int,
    shared: bool,
    no_sync: bool,
) -> None:
    """Listen to instruments (HJ 212): every frame is kept before it is answered. Ctrl-C stops it.

    Example: huanzhi gateway --host 0.0.0.0 --port 9212
    """
    if (cert is None) != (key is None):
        raise click.UsageError("--cert and --key go together")
    start_django()
    import uvloop

    context = None
    if cert is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(cert, key)
    same = ["--host", host, *(["--no-sync"] if no_sync else [])]
    same += ["--cert", str(cert), "--key", str(key)] if cert else []
    with _together(host, port, lane, processes, same) as bound:
        uvloop.run(_serve(host, bound, lane, context, not no_sync, shared or processes > 1))


@contextmanager
def _together(host: str, port: int, lane: str, processes: int, same: list[str]) -> Iterator[int]:
    """The other processes of this gateway, on the same port; the kernel divides connections among them."""
    if processes < 2:
        yield port
        return
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as place:  # holds the port and takes no connection
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        place.bind((host, port))
        bound = int(place.getsockname()[1])
        command = [
            sys.executable,
            "-m",
            "huanzhi.config.cli.main",
            "gateway",
            "--shared",
            "--port",
            str(bound),
        ]
        others = [
            subprocess.Popen([*command, *same, "--lane", f"{lane}-{number}"], stdout=subprocess.PIPE)
            for number in range(2, processes + 1)
        ]
        try:
            for other in others:
                assert other.stdout is not None
                if not other.stdout.readline():  # it says when it listens
                    raise OSError(f"a process of the gateway ended with {other.wait()}")
            yield bound
        finally:
            for other in others:
                other.terminate()
            for other in others:
                other.wait(30)


async def _serve(
    host: str, port: int, lane: str, tls: ssl.SSLContext | None, synchronous: bool, shared: bool
) -> None:
    from huanzhi.config.database import dsn
    from huanzhi.monitoring.gateway.server import Gateway

    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # a connection is a file; the usual 1024 are few
    server = Gateway(dsn(), lane, synchronous)
    bound = await server.start(host, port, tls, shared)
    click.echo(f"Listening to HJ 212 on {host}:{bound}")
    sys.stdout.flush()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    parent = os.getppid()
    while not stopping.is_set() and os.getppid() == parent:  # a gateway without its keeper ends
        try:
            await asyncio.wait_for(stopping.wait(), 1.0)
        except TimeoutError:
            continue
    await server.stop()
    click.echo(json.dumps(server.tally.plain()))
