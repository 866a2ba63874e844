"""Commands 命令编码, systems 系统编码, answers and state flags of HJ 212, with the edition that brought them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Code:
    """A code with its names; ``since`` is the edition, ``direction`` of a command is up, down or both."""

    code: str
    zh: str
    en: str
    since: int = 2017
    grade: str = "A+"
    direction: str = ""


@cache
def _tables() -> dict[str, dict[str, Code]]:
    text = resources.files("huanzhi.wire.hj212").joinpath("codes.toml").read_text("utf-8")
    rows: dict[str, Any] = tomllib.loads(text)
    names = ("commands", "systems", "flags", "execution_results", "request_results")
    return {name: {row["code"]: Code(**row) for row in rows[name]} for name in names}


def commands() -> dict[str, Code]:
    """Every command by its CN.

    >>> commands()["2061"].en, commands()["9015"].since, commands()["9015"].grade
    ('Take or send hour data', 2025, 'B')
    """
    return _tables()["commands"]


def systems() -> dict[str, Code]:
    """Every kind of system by its ST.

    >>> systems()["32"].zh, systems()["44"].since
    ('地表水体环境污染源', 2025)
    """
    return _tables()["systems"]


def flags() -> dict[str, Code]:
    """The state flags of data.

    >>> {code: one.en for code, one in flags().items()}["C"]
    'calibration'
    """
    return _tables()["flags"]


def results(command: str) -> dict[str, Code]:
    """What the answers 9011 (QnRtn) and 9012 (ExeRtn) may say; none for another command.

    >>> results("9011")["9"].en, results("9012")["100"].en, results("9014")
    ('wrong CRC', 'no data', {})
    """
    return _tables().get({"9011": "request_results", "9012": "execution_results"}.get(command, ""), {})
