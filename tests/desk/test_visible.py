"""Every queryset of a face starts from `visible_to(user)`, or from a read of the rooms below that takes the user."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huanzhi"
FACES = sorted(
    path
    for pattern in ("desk/views/*.py", "desk/instruments/*.py", "portal/views.py", "portal/views/*.py", "kit/views.py",
                    "kit/api.py", "*/api.py", "people/views/*.py")
    for path in SOURCE.glob(pattern)
)  # fmt: skip
# Rows that are nobody's in particular, or narrowed by hand; each with its reason.
REASONS = tuple(
    line.split("#")[0].strip()
    for line in Path(__file__).with_name("unscoped.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)


def unscoped(path: Path) -> list[str]:
    """`module: Model` for each `Model.objects…` of a face that does not go on with visible_to."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            after = above.get(node)
            if not (isinstance(after, ast.Attribute) and after.attr in ("visible_to", "none")):
                model = ast.unparse(node.value)
                found.append(f"{path.relative_to(SOURCE).with_suffix('').as_posix()}: {model}")
    return found


@pytest.mark.parametrize("path", FACES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_querysets_of_faces_start_from_visible_to(path):
    assert [line for line in unscoped(path) if line not in REASONS] == []


def test_no_reason_outlives_its_queryset():
    held = {line for path in FACES for line in unscoped(path)}
    assert sorted(set(REASONS) - held) == []


def test_the_rule_sees_what_it_forbids(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.desk.test_visible.SOURCE", tmp_path)
    bad = tmp_path / "bad.py"
    bad.write_text(
        "rows = Case.objects.filter(x=1)\nfine = Case.objects.visible_to(user).all()\n", encoding="utf-8"
    )
    assert unscoped(bad) == ["bad: Case"]
