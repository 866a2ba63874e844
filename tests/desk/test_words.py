"""Every verb that writes has words for the page of the ledger."""

import re

from huanzhi.desk.words import VERBS


def test_every_verb_has_words(repository):
    said = set()
    for path in (repository / "src").rglob("*.py"):
        said |= set(re.findall(r'@verb\("([a-z.-]+)"\)', path.read_text(encoding="utf-8")))
    assert len(said) > 20
    assert said == set(VERBS)
