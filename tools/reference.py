"""Reference pages that are written by the program itself: command help, and one page a register.

`update` writes them, `check` fails when what is written is not what the program says.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

DOCS = Path(__file__).resolve().parent.parent / "docs" / "reference"
HELP = ["-h", "--help"]
COMMANDS_HEAD = """# Commands

One console script, `huanzhi`. Every command exits 0 on success, 1 when the work failed (one line on stderr
says what was wrong and where), 2 on wrong usage. With `--json` one JSON document stands on stdout and
nothing else. This page is written by `make reference` from the commands themselves.
"""


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path[-1], help_option_names=HELP)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from _walk(below, (*path, name))


def commands_page() -> str:
    """The help of every command, as it prints itself."""
    from huanzhi.config.cli.main import cli

    parts = [COMMANDS_HEAD]
    for path, command in _walk(cli, ("huanzhi",)):
        context = click.Context(
            command,
            info_name=" ".join(path),
            max_content_width=100,
            terminal_width=100,
            help_option_names=HELP,
        )
        name = " ".join(path)
        parts.append(f"## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


CASES_HEAD = """# Cases: states and steps

Printed by `make reference` from `work/flow.toml` and `work/kinds.toml`. Who takes a step: the dispatcher hands
cases out, the owner is in whose hands the case is, the checker is somebody other than who reported.
"""


def cases_page() -> str:
    """The flow of cases as a diagram and as a table, and the clocks of every kind."""
    from huanzhi.work.flow import flow
    from huanzhi.work.kinds import kinds

    table = flow()
    drawn = ["stateDiagram-v2", f"    [*] --> {table.start}: open-case"]
    drawn += [
        f"    {step.start} --> {step.end}: {step.verb.partition('.')[2]}" for step in table.steps if step.end
    ]
    drawn += [f"    {code} --> [*]" for code, state in table.states.items() if state.end]
    parts = [CASES_HEAD, "```mermaid", *drawn, "```", "", "| from | step | to | by |", "|---|---|---|---|"]
    parts += [f"| {one.start} | {one.verb} | {one.end or 'as before'} | {one.by} |" for one in table.steps]
    parts += ["", "| state | owner | clock |", "|---|---|---|"]
    parts += [
        f"| {code} | {state.owner or '—'} | {state.clock or 'end'} |" for code, state in table.states.items()
    ]
    names = sorted(next(iter(kinds().values())).clocks)
    parts += [
        "",
        f"| kind | {' | '.join(names)} | re-check by | evidence |",
        f"|---|{'---|' * (len(names) + 2)}",
    ]
    for kind in kinds().values():
        spans = " | ".join(
            f"{kind.clocks[name].amount} {kind.clocks[name].unit.replace('_', ' ')}" for name in names
        )
        shown = ", ".join(f"{verb}: {count}" for verb, count in kind.evidence.items()) or "—"
        parts.append(f"| {kind.zh} {kind.en} | {spans} | {kind.verify.replace('-', ' ')} | {shown} |")
    return "\n".join(parts) + "\n"


def api_page() -> str:
    """The schema of the API: what changes in it is seen in a review."""
    from django.utils.translation import override
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiYamlRenderer

    with override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
        return OpenApiYamlRenderer().render(schema, renderer_context={}).decode()


def pages() -> dict[Path, str]:
    """Every page that is written by the program."""
    os.environ["HUANZHI_NO_DATABASE"] = "1"
    from huanzhi.config.cli.main import start_django

    start_django()
    from reference_hj212 import hj212_pages
    from reference_registers import register_pages
    from reference_standards import standard_pages

    written = {DOCS / "registers" / name: text for name, text in register_pages().items()}
    written |= {DOCS / "standards" / name: text for name, text in standard_pages().items()}
    written |= {DOCS / "hj212-vectors" / name: text for name, text in hj212_pages().items()}
    return {
        DOCS / "commands.md": commands_page(),
        DOCS / "cases.md": cases_page(),
        DOCS / "api.yaml": api_page(),
        **written,
    }


def _written() -> list[Path]:
    """The pages there are in the folders that belong to the program."""
    return [path for folder in ("registers", "standards") for path in (DOCS / folder).glob("*.md")]


def stale(wanted: dict[Path, str]) -> list[str]:
    """The pages that differ from what the program says, and pages of registers that are no more."""
    wrong = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    left = [path for path in _written() if path not in wanted]
    return [str(path.relative_to(DOCS.parent.parent)) for path in sorted([*wrong, *left])]


@click.group()
def main() -> None:
    """Write or check the reference pages."""


@main.command()
def update() -> None:
    """Write every page anew."""
    wanted = pages()
    for path in _written():
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    click.echo(f"{len(wanted)} pages written")


@main.command()
def check() -> None:
    """Fail when a page is stale."""
    wrong = stale(pages())
    for name in wrong:
        click.echo(f"{name}: stale; run make reference", err=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
