"""The house keeps its own rules."""

from pathlib import Path

import pytest
from tests.house.rules import data, districts, imports, limits, names, sizes, tree_hygiene, words, writing

ROOT = Path(__file__).resolve().parents[2]
RULES = [
    sizes.sizes,
    sizes.functions,
    names.leftovers,
    names.ancestry,
    words.module_docstrings,
    words.pure_docstrings,
    words.clock,
    writing.writers,
    writing.receivers,
    writing.http,
    data.provenance,
    limits.limits,
    districts.districts,
    tree_hygiene.machine_paths,
    tree_hygiene.registry_hosts,
    tree_hygiene.unfinished,
    tree_hygiene.neighbours,
    tree_hygiene.locks,
    tree_hygiene.built,
    imports.imports,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_kept(rule):
    breaches = rule(ROOT)
    assert not breaches, f"{rule.__doc__}\n" + "\n".join(breaches)
