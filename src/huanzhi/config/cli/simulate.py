"""`huanzhi simulate`: a district of instruments that talk HJ 212 over TCP, with faults. No database is started."""

import contextlib
import csv
import json
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import click

DEVICES = "plan/profiles/*/devices.toml"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the gateway listens.")
@click.option("--port", default=9212, show_default=True, help="On which port.")
@click.option("--devices", type=click.IntRange(1), help="So many generic devices instead of the profile's.")
@click.option(
    "--profile", default="", help="The profile whose devices.toml to use; else the first that has one."
)
@click.option("--rate", type=click.FloatRange(min=0.001), help="Real-time frames a second, of all together.")
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), help="For how long; else until interrupted (Ctrl-C)."
)
@click.option(
    "--faults",
    default="",
    help="drop, duplicate, reorder, late, skew, halves, corrupt, outage; with a chance as drop=0.1.",
)
@click.option(
    "--seed", default=127, show_default=True, help="Another one makes other weather and other faults."
)
@click.option(
    "--backlog", default=0.0, metavar="HOURS", help="First send minutes, hours and days of the last HOURS."
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file in which devices keep the passwords that they are set; without it they forget them.",
)
@click.option(
    "--list", "listing", is_flag=True, help="Only list the devices, as rows for import register:device."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON document.")
def simulate(
    host: str,
    port: int,
    devices: int | None,
    profile: str,
    rate: float | None,
    seconds: float | None,
    faults: str,
    seed: int,
    backlog: float,
    state: Path | None,
    listing: bool,
    as_json: bool,
) -> None:
    """Instruments that talk to a gateway: the shipped district's, or N generic ones.

    Everything they say is invented. Readings are a function of seed, device and time: what is sent again later is
    the same. Generic devices speak with the password 123456 and have to be on the register to be heard.

    Example: huanzhi simulate --seconds 600 --faults drop,late,halves --backlog 24
    """
    from huanzhi.monitoring.simulation import wire_faults

    if backlog < 0:
        raise click.UsageError(f"--backlog {backlog:g}: hours are not negative")
    try:
        chances = wire_faults.chances(word for word in faults.split(",") if word.strip())
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    found, real_seconds = _instruments(devices, profile, rate, seed)
    if listing:
        _list(found)
        return
    plan: dict[str, Any] = {"host": host, "port": port, "seconds": seconds, "faults": chances, "seed": seed}
    if state is not None:
        plan["remember"] = _recalled(state, found)
    _say(_run(found, {**plan, "backlog": backlog, "real_seconds": real_seconds}), as_json)


def _recalled(state: Path, found: list[Any]) -> Any:
    """Give devices their passwords back; what is to be told of the next one."""
    from huanzhi.monitoring.simulation.kept import Kept

    kept = Kept(state)
    kept.recall(found)
    return kept.remember


def _instruments(
    count: int | None, profile: str, rate: float | None, seed: int
) -> tuple[list[Any], float | None]:
    """The devices, and every how many seconds each sends real-time data when that was asked for."""
    from huanzhi.monitoring.simulation import declared

    table = {} if count else _table(profile)
    every = (count or len(table["device"])) / rate if rate else None
    sampled = _divisor(every) if every else None
    if count:
        return declared.generic(count, seed, sampled or 60), every
    return declared.instruments(table, seed, sampled), every


def _table(profile: str) -> dict[str, Any]:
    from huanzhi.config.paths import PACKAGE

    files = sorted(PACKAGE.glob(DEVICES.replace("*", profile or "*")))
    if not files:
        raise LookupError(
            f"no profile {profile!r} with a devices.toml" if profile else "no devices.toml shipped"
        )
    return tomllib.loads(files[0].read_text(encoding="utf-8"))


def _divisor(every: float) -> int:
    """The largest whole step up to it that divides a minute: how often the instrument measures."""
    return max(step for step in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60) if step <= max(every, 1))


def _run(found: list[Any], plan: dict[str, Any]) -> dict[str, Any]:
    import uvloop

    from huanzhi.monitoring.simulation import fleet
    from huanzhi.monitoring.simulation.tally import Tally

    tally, begun = Tally(), time.monotonic()
    progress = _progress(tally, len(found)) if sys.stderr.isatty() else lambda: None
    clients: list[Any] = []

    async def talk() -> None:
        clients.extend(await fleet.run(found, fleet.Plan(**plan), tally, progress))

    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(talk())
    took = time.monotonic() - begun
    if sys.stderr.isatty():
        click.echo("", err=True)
    summary = {"devices": len(found), "seconds": round(took, 1), **tally.plain()}
    summary["frames_a_second"] = round(tally.frames / took, 1)
    summary["kept"] = sum(len(client.memory) for client in clients)
    return summary


def _progress(tally: Any, devices: int) -> Any:
    def show() -> None:
        said = f"{devices} devices  {tally.frames:,} frames  {tally.acknowledged:,} acknowledged"
        said += f"  {tally.repeated:,} repeated  {tally.failures:,} without connection"
        click.echo(f"\r· {said}", nl=False, err=True)

    return show


def _say(summary: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        times = summary["acknowledged_ms"]
        click.echo(
            f"{summary['devices']} devices, {summary['seconds']} s: {summary['frames']} frames sent "
            f"({summary['frames_a_second']} a second), {summary['acknowledged']} of {summary['messages']} messages "
            f"acknowledged (p50 {times['p50']} ms, p99 {times['p99']} ms), {summary['repeated']} frames repeated, "
            f"{summary['given_up']} messages given up, {summary['supplements']} supplements, "
            f"{summary['kept']} periods still kept, {summary['requests']} requests answered"
        )
        if summary["faults"]:
            told = ", ".join(f"{name} {count}" for name, count in summary["faults"].items())
            click.echo(f"faults: {told}")
    if summary["connections"] == 0:
        raise ConnectionError(
            f"no connection in {summary['seconds']} s ({summary['failures']} attempts failed)"
        )


def _list(found: list[Any]) -> None:
    rows = csv.writer(sys.stdout)
    rows.writerow(["code", "name", "real_seconds", "minute_minutes"])
    for one in found:
        rows.writerow([one.mn, one.name, one.real_seconds, one.minute_minutes])
