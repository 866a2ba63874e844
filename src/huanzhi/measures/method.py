"""核算方法 Method: by which rule a figure is counted, and how sure it is that the rule is told rightly."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import get_language


@dataclass(frozen=True)
class Method:
    """A rule of counting: where it stands, its grade (A text seen … M from memory), what was decided and is in doubt.

    `note` in English and in Chinese (`zh`); `numbers` are the rule's own, as the data file has them.
    """

    clause: str
    grade: str
    note: str
    zh: str
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The note in the language that is spoken."""
        return self.zh if (get_language() or "zh").startswith("zh") else self.note

    @property
    def doubtful(self) -> bool:
        """Whether somebody must still look it up."""
        return self.grade not in ("A", "A+", "B", "B+")


def methods(file: Path) -> dict[str, Method]:
    """The methods of a pack by measure; ValueError names what a row lacks."""
    found = {}
    for row in tomllib.loads(file.read_text(encoding="utf-8"))["method"]:
        if missing := [name for name in ("code", "clause", "grade", "note", "zh") if not row.get(name)]:
            raise ValueError(f"{file.name}, {row.get('code', 'a method')}: {', '.join(missing)} missing")
        found[row["code"]] = Method(
            row["clause"], row["grade"], row["note"], row["zh"], row.get("numbers", {})
        )
    return found
