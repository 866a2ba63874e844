"""`huanzhi hj212`: frames of instruments, decoded or refused with the reason. Pure: no database is started."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

READ = 1 << 16


@click.group()
def hj212() -> None:
    """HJ 212, the protocol of instruments: decode what they sent."""


@hj212.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--stream", is_flag=True, help="A raw byte stream instead of one frame a line.")
@click.option("--strict", is_flag=True, help="Refuse whatever is not quite as the standard has it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def decode(file: Path, stream: bool, strict: bool, as_json: bool) -> None:
    """Decode frames: one a line, or found in a stream by their length, not by line ends.

    Example: huanzhi hj212 decode frames.txt --json
    """
    found = [_said(line, one, strict) for line, one in (_stream(file) if stream else _lines(file))]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for row in found:
        if not row["ok"]:
            click.echo(f"{row['line']}: refused, {row['reason']}: {row['frame'][:80]}")
            continue
        head = " ".join(f"{name}={value}" for name, value in row["header"].items())
        bent = f"  [{', '.join(row['leniencies'])}]" if row["leniencies"] else ""
        click.echo(f"{row['line']}: {head} {row['data_time'] or ''}{bent}")
        for code, values in row["factors"].items():
            click.echo(f"    {code:<8}{_name(code):<14}" + "  ".join(f"{k} {v}" for k, v in values.items()))
    refused = sum(not row["ok"] for row in found)
    click.echo(f"{len(found) - refused} decoded, {refused} refused", err=True)


def _lines(file: Path) -> Iterator[tuple[int, Any]]:
    from huanzhi.wire.hj212 import frames

    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, frames.decode(line)


def _stream(file: Path) -> Iterator[tuple[int, Any]]:
    """The line of a stream is the number of the thing found in it."""
    from huanzhi.wire.hj212 import Splitter

    splitter, number = Splitter(), 0
    with file.open("rb") as bytes_:
        while data := bytes_.read(READ):
            for one in splitter.feed(data):
                number += 1
                yield number, one
    for one in splitter.close():
        number += 1
        yield number, one


def _said(line: int, one: Any, strict: bool) -> dict[str, Any]:
    from huanzhi.wire.hj212 import EVERYTHING, Refused, Unreadable, header, parse

    if isinstance(one, Refused):
        return _refused(line, one.reason, one.raw)
    try:
        message = parse(one.segment, frozenset() if strict else EVERYTHING, one.leniencies)
    except Unreadable as error:
        return _refused(line, str(error), one.raw)
    return {
        "line": line,
        "ok": True,
        "header": dict(header(message)),
        "data_time": message.data_time.isoformat() if message.data_time else None,
        "factors": message.factors,
        "parameters": {name: v for name, v in message.parameters.items() if name != "DataTime"},
        "leniencies": list(message.leniencies),
    }


def _refused(line: int, reason: str, raw: bytes) -> dict[str, Any]:
    return {
        "line": line,
        "ok": False,
        "reason": reason,
        "frame": raw.decode("utf-8", "backslashreplace").rstrip(),
    }


def _name(code: str) -> str:
    from huanzhi.wire.hj212 import factor

    try:
        return factor(code).zh
    except LookupError:
        return ""
