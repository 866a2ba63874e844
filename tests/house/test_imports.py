"""Each floor's contract refuses an import that goes up or sideways."""

import tomllib

import pytest
from tests.house.rules.imports import imports
from tests.house.test_rules import ROOT

ROOMS = [
    "config", "desk", "portal", "plan", "packs", "packs.air", "packs.water", "packs.soil", "packs.space",
    "packs.carbon", "sources", "measures", "work",
    "monitoring", "people", "kit", "ledger", "standards", "science", "wire",
]  # fmt: skip


@pytest.fixture
def empty_house(tmp_path):
    """Every room with nothing in it, under the contracts of the real one."""
    for room in ("", *ROOMS):
        place = tmp_path / "src" / "huanzhi" / room.replace(".", "/")
        place.mkdir(parents=True, exist_ok=True)
        (place / "__init__.py").write_text("")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tmp_path


def place(house, module: str, text: str) -> None:
    (house / "src" / "huanzhi" / f"{module}.py").write_text(text)


def test_an_empty_house_keeps_its_contracts(empty_house):
    assert imports(empty_house) == []


@pytest.mark.parametrize(
    ("importer", "text"),
    [
        ("science/means", "import huanzhi.standards"),
        ("standards/gb", "from huanzhi import ledger"),
        ("ledger/chain", "import huanzhi.kit"),
        ("kit/register", "import huanzhi.people"),
        ("work/actions", "import huanzhi.measures"),
        ("packs/air/rules", "import huanzhi.plan"),
        ("plan/rules", "import huanzhi.packs.air"),
        ("packs/air/rules", "import huanzhi.packs.water"),
        ("desk/views", "import huanzhi.portal"),
        ("wire/plandoc", "import django"),
        ("standards/gb", "import sqlite3"),
        ("science/means", "import socket"),
        ("wire/hj212", "from http import client"),
    ],
)
def test_refused(importer, text, empty_house):
    place(empty_house, importer, text + "\n")
    assert imports(empty_house), f"{importer}: {text} went unnoticed"


INSIDE = [
    ("queries", "actions"),
    ("actions", "views"),
    ("actions", "api"),
    ("queries", "jobs"),
    ("views", "urls"),
]


@pytest.mark.parametrize(("importer", "imported"), INSIDE)
def test_inside_a_room_refused(importer, imported, empty_house):
    place(empty_house, f"work/{imported}", "")
    place(empty_house, f"work/{importer}", f"from huanzhi.work import {imported}\n")
    assert imports(empty_house), f"{importer} imports {imported} unnoticed"


def test_every_room_is_under_the_inner_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    inner = next(c for c in contracts["contracts"] if c["name"].startswith("inside a room"))
    apps = (ROOT / "src").rglob("apps.py")
    rooms = {".".join(path.parent.relative_to(ROOT / "src").parts) for path in apps}
    assert set(inner["containers"]) == rooms
