"""Translations 译文: extract, compile and check each package's zh-Hans catalogue, in Python alone.

Message ids are English; the interface's first language is zh-Hans, so its catalogues must be complete.
`update` keeps what is translated, adds what is new, drops what is gone; nothing is ever guessed (no fuzzy
entries) and no line numbers are written, so that a catalogue changes only when its words do.
"""

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "huanzhi"
LOCALE = "zh_Hans"
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}
TEMPLATES = {".html", ".txt"}
NOISE = re.compile(
    rb'^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated).*\n', re.M
)
PLACEHOLDER = re.compile(r"%\([^)]+\)[sdifg]|%[sdifg]|\{[a-zA-Z0-9_.]*\}")

Key = tuple[str | None, str | tuple[str, ...]]  # context, id (or singular and plural)


def packages(source: Path) -> list[Path]:
    """The Django packages: the folders that hold an apps.py."""
    return sorted(path.parent for path in source.rglob("apps.py"))


def catalogue(package: Path) -> Path:
    """Where a package keeps its words."""
    return package / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def _template_code(path: Path) -> bytes:
    """A template as the Python that its translation tags amount to."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in code.splitlines()).encode()


def _messages_of(path: Path) -> Iterator[Key]:
    code = _template_code(path) if path.suffix in TEMPLATES else path.read_bytes()
    found = extract_python(BytesIO(code), KEYWORDS, [], {"encoding": "utf-8"})
    for _line, function, arguments, _comments in found:
        parts = list(arguments) if isinstance(arguments, tuple) else [arguments]
        context = parts.pop(0) if function and function.lstrip("n").startswith("pgettext") else None
        plural = function and function.startswith(("ngettext", "npgettext"))
        texts = parts[: 2 if plural else 1]
        if all(isinstance(text, str) and text for text in texts) and texts:
            yield context, tuple(texts) if plural else texts[0]


def wanted(package: Path) -> set[Key]:
    """Every message that the package's code and templates speak."""
    inner = [other for other in packages(package) if other != package]
    keys: set[Key] = set()
    for path in sorted(package.rglob("*")):
        spoken = path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts)
        if spoken and not any(other in path.parents for other in inner):
            keys.update(_messages_of(path))
    return keys


def read(package: Path) -> Catalog:
    """The package's catalogue as it stands; an empty one when there is none."""
    place = catalogue(package)
    if not place.exists():
        return Catalog(locale=LOCALE)
    with place.open("rb") as file:
        return read_po(file, locale=LOCALE, abort_invalid=True)


def keys_of(words: Catalog) -> set[Key]:
    """The messages a catalogue holds."""
    return {(message.context, message.id) for message in words if message.id}


def update(package: Path) -> int:
    """Bring the catalogue to what is spoken; returns how many messages lack a translation."""
    old, new, missing = read(package), Catalog(locale=LOCALE), 0
    keys = wanted(package)
    for context, text in sorted(keys, key=lambda key: (str(key[1]), key[0] or "")):
        first = text if isinstance(text, str) else text[0]
        before = old.get(first, context=context)
        said = before.string if before is not None and not before.fuzzy else ""
        if isinstance(text, tuple) != isinstance(said, tuple):
            said = (said,) if isinstance(text, tuple) else (said[0] if said else "")
        new.add(text, said, context=context)
        missing += not (said if isinstance(said, str) else all(said))
    if keys:
        catalogue(package).parent.mkdir(parents=True, exist_ok=True)
        out = BytesIO()
        write_po(out, new, no_location=True, omit_header=False, width=110)
        body = NOISE.sub(b"", re.sub(rb"\A(#.*\n)+", b"", out.getvalue()))
        catalogue(package).write_bytes(body.rstrip(b"\n") + b"\n")
    else:
        catalogue(package).unlink(missing_ok=True)
    return missing


def compile_(package: Path) -> bool:
    """Write the .mo beside the .po; False when the package has no words."""
    if not (place := catalogue(package)).exists():
        return False
    partial = place.with_suffix(f".mo.{os.getpid()}")
    with partial.open("wb") as file:
        write_mo(file, read(package))
    partial.replace(place.with_suffix(".mo"))
    return True


def _flaws_of(message, name: str) -> Iterator[str]:  # type: ignore[no-untyped-def]
    first = message.id if isinstance(message.id, str) else message.id[0]
    said = (message.string,) if isinstance(message.string, str) else message.string
    if message.fuzzy:
        yield f"{name}: fuzzy: {first!r}"
    if not said or not all(said):
        yield f"{name}: not translated: {first!r}"
        return
    holes = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
    for text in said:
        if set(PLACEHOLDER.findall(text)) != holes:
            yield f"{name}: placeholders differ: {first!r} → {text!r}"


def check(source: Path) -> list[str]:
    """Everything wrong with the catalogues, one line each."""
    flaws: list[str] = []
    seen: dict[Key, tuple[str, object]] = {}
    for package in packages(source):
        name = package.relative_to(source).as_posix()
        words = read(package)
        spoken, held = wanted(package), keys_of(words)
        flaws += [
            f"{name}: missing from the catalogue: {text!r}" for _, text in sorted(spoken - held, key=str)
        ]
        flaws += [f"{name}: no longer spoken: {text!r}" for _, text in sorted(held - spoken, key=str)]
        for message in words:
            if not message.id:
                continue
            flaws += _flaws_of(message, name)
            other, said = seen.setdefault((message.context, message.id), (name, message.string))
            if said != message.string:
                flaws.append(f"{name}: {message.id!r} is {message.string!r} here, {said!r} in {other}")
    return flaws


@click.group()
def main() -> None:
    """Extract, compile and check the zh-Hans catalogues."""


@main.command("update")
@click.argument("names", nargs=-1)
def update_command(names: tuple[str, ...]) -> None:
    """Bring catalogues to what the code speaks, for example: tools/messages.py update plan packs/air."""
    for package in [SOURCE / name for name in names] or packages(SOURCE):
        missing = update(package)
        click.echo(f"{package.relative_to(SOURCE)}: {len(wanted(package))} messages, {missing} to translate")


@main.command("compile")
def compile_command() -> None:
    """Write the .mo files (never committed)."""
    done = sum(compile_(package) for package in packages(SOURCE))
    click.echo(f"{done} catalogues compiled")


@main.command("check")
def check_command() -> None:
    """Fail on anything missing, empty, fuzzy, stale, or with other placeholders than its id."""
    flaws = check(SOURCE)
    for flaw in flaws:
        click.echo(flaw, err=True)
    sys.exit(1 if flaws else 0)


if __name__ == "__main__":
    main()
