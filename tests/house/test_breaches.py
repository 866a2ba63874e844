"""A rule that cannot fail is a wish: each one refuses a tree with one deliberate breach."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from tests.house.rules import sizes
from tests.house.test_rules import RULES

HERE = Path(__file__).parent
BY_NAME = {rule.__name__: rule for rule in RULES}
BREACHES = tomllib.loads((HERE / "breaches.toml").read_text(encoding="utf-8"))["breach"]
ELSEWHERE = {"sizes", "imports"}  # below, and in test_imports.py


def build(root: Path, files: dict[str, str]) -> None:
    """Write a tiny tree and put it under git; spelled-out gaps keep the examples from breaching here."""
    for name, text in files.items():
        text = re.sub(r"\{(\d+) times:(.*?)\}", lambda m: m[2] * int(m[1]), text, flags=re.S)
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("{slash}", "/").replace("{nothing}", ""), encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "add", "-f", "."], check=True)


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach['rule']}-{breach['named'][:30]}")
def test_refused(breach, tmp_path):
    build(tmp_path, breach["files"])
    found = BY_NAME[breach["rule"]](tmp_path)
    assert any(breach["named"] in line for line in found), found


def test_every_rule_is_shown_to_fail():
    assert {breach["rule"] for breach in BREACHES} | ELSEWHERE == set(BY_NAME)


@pytest.mark.parametrize(
    ("lengths", "named"),
    [
        ([10, 10, 401], "401 lines, over 400"),
        ([10, 81, 90], "the median file has 81 lines"),
        ([10] * 8 + [201, 202], "2 of 10 files have over 200 lines"),
    ],
)
def test_sizes_refused(lengths, named, tmp_path):
    build(tmp_path, {f"src/huanzhi/work/m{i}.py": "x = 1\n" * n for i, n in enumerate(lengths)})
    assert any(named in line for line in sizes.sizes(tmp_path))


ORDERLY = """'''Means.'''


def mean(total: int, count: int) -> int:
    '''The mean's whole part.'''
    return total // count
"""


def test_an_orderly_tree_passes(tmp_path):
    build(tmp_path, {"src/huanzhi/science/means.py": ORDERLY, "requirements.lock": "x==1 --hash=sha256:0\n"})
    assert [line for name, rule in BY_NAME.items() if name != "imports" for line in rule(tmp_path)] == []
