"""Every verb that writes has words for the page of the ledger."""

import ast

from huanzhi.desk.words import VERBS


def test_every_verb_has_words(repository):
    said = set()
    for path in (repository / "src").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = _constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "verb":
                name = node.args[0]
                said.add(name.value if isinstance(name, ast.Constant) else named[ast.unparse(name)])
    assert len(said) > 20
    assert said == set(VERBS)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Names of a module that stand for one text."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = (
                zip(target.elts, value.elts, strict=True)
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                else [(target, value)]
            )
            found |= {
                t.id: v.value for t, v in pairs if isinstance(t, ast.Name) and isinstance(v, ast.Constant)
            }
    return found
