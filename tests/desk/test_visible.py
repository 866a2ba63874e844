"""Every queryset of a face starts from `visible_to(user)`, or from a read of the rooms below that takes the user.

Faces: the desk with its forms and presentation, the portal, people's own pages, the pages and REST of registers.
"""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huanzhi"
PATTERNS = (
    "desk/**/*.py",
    "portal/**/*.py",
    "kit/views.py",
    "*/api.py",
    "people/views/*.py",
    "people/forms.py",
)
FACES = sorted({path for pattern in PATTERNS for path in SOURCE.glob(pattern)})
# Where nobody is signed in; each with its reason.
REASONS = tuple(
    line.split("#")[0].strip()
    for line in Path(__file__).with_name("unscoped.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def unscoped(path: Path) -> list[str]:
    """`module: Model` for each `Model.objects…` that does not go on with visible_to, or a shortcut given a model."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            after = above.get(node)
            if not (isinstance(after, ast.Attribute) and after.attr in ("visible_to", "none")):
                found.append(node.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SHORTCUTS:
            found += [one for one in node.args[:1] if isinstance(one, ast.Name) and one.id[0].isupper()]
    where = path.relative_to(SOURCE).with_suffix("").as_posix()
    return [f"{where}: {ast.unparse(model)}" for model in found]


@pytest.mark.parametrize("path", FACES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_querysets_of_faces_start_from_visible_to(path):
    assert [line for line in unscoped(path) if line not in REASONS] == []


def test_no_reason_outlives_its_queryset():
    held = {line for path in FACES for line in unscoped(path)}
    assert sorted(set(REASONS) - held) == []


def test_what_stays_is_at_the_door():
    """Only where nobody is signed in: of the desk nothing but the calendar's secret address."""
    desk = [line for line in REASONS if line.startswith(("desk/", "kit/", "measures/"))]
    assert desk == ["desk/views/duty_calendar: DutyFeed"]


def test_the_rule_sees_what_it_forbids(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.desk.test_visible.SOURCE", tmp_path)
    bad = tmp_path / "bad.py"
    bad.write_text(
        "rows = Case.objects.filter(x=1)\n"
        "fine = Case.objects.visible_to(user).all()\n"
        "held = get_object_or_404(Duty, pk=1)\n"
        "good = get_object_or_404(Duty.objects.visible_to(user), pk=1)\n"
        "none = Case.objects.none()\n",
        encoding="utf-8",
    )
    assert sorted(unscoped(bad)) == ["bad: Case", "bad: Duty"]
