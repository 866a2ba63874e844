"""重建与比对 Proving a sealed report: the same bytes from its content alone, and what its figures would be today."""

import hashlib
import json
from dataclasses import dataclass

from huanzhi.plan.reports.blocks import Number
from huanzhi.plan.reports.content import Content, named
from huanzhi.plan.reports.editions import differing
from huanzhi.plan.reports.making import again
from huanzhi.plan.reports.rendering import render
from huanzhi.plan.reports.sealed_report import SealedFile, SealedReport


@dataclass(frozen=True)
class RebuiltFile:
    """A file as sealed, as it lies here, as it comes out again."""

    form: str
    sealed: str
    kept: str
    rebuilt: str

    @property
    def whole(self) -> bool:
        """Whether what lies here is what was sealed."""
        return self.kept == self.sealed

    @property
    def same(self) -> bool:
        """Whether it comes out to the same bytes."""
        return self.rebuilt == self.sealed


@dataclass(frozen=True)
class Rebuilt:
    """What came of rebuilding; `editions`: name, then, now of what differs."""

    content: bool
    files: tuple[RebuiltFile, ...]
    editions: tuple[tuple[str, str, str], ...]

    @property
    def same(self) -> bool:
        """Content and every file are what was sealed."""
        return self.content and all(file.whole and file.same for file in self.files)

    @property
    def explained(self) -> bool:
        """Content and kept files hold, and other editions explain other bytes."""
        return self.content and all(file.whole for file in self.files) and bool(self.editions)


def content_of(report: SealedReport) -> Content:
    """The sealed content."""
    return json.loads(report.content)


def rebuild(report: SealedReport) -> Rebuilt:
    """Make its files once more from nothing but the sealed content and compare."""
    holds = hashlib.sha256(report.content.encode()).hexdigest() == report.sha256
    content, files = content_of(report), []
    for file in SealedFile.objects.filter(report=report):
        kept = hashlib.sha256(bytes(file.octets)).hexdigest()
        made = hashlib.sha256(render(content, file.form)).hexdigest()
        files.append(RebuiltFile(file.form, file.sha256, kept, made))
    return Rebuilt(holds, tuple(files), tuple(differing(report.editions)))


@dataclass(frozen=True)
class Since:
    """Figures then and now, by name."""

    changed: tuple[tuple[Number, Number], ...]
    only_then: tuple[Number, ...]
    only_now: tuple[Number, ...]
    same: int

    @property
    def any(self) -> bool:
        """Whether anything is otherwise."""
        return bool(self.changed or self.only_then or self.only_now)


def since(report: SealedReport) -> Since:
    """What the report would say today; LookupError when what it was gathered from is no longer there."""
    then = content_of(report)
    return compared(named(then), named(again(then, report.document)))


def compared(then: dict[str, Number], now: dict[str, Number]) -> Since:
    """Numbers of two reports by their names; an address alone that moved is no change of a figure."""

    def figure(number: Number) -> tuple[str, str]:
        return number["value"], number["unit"]

    both = [name for name in then if name in now]
    changed = [(then[name], now[name]) for name in both if figure(then[name]) != figure(now[name])]
    return Since(
        tuple(changed),
        tuple(number for name, number in then.items() if name not in now),
        tuple(number for name, number in now.items() if name not in then),
        len(both) - len(changed),
    )
