"""Every register speaks both languages and has its page."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import override

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2}")


def _words(register: Any) -> dict[str, Any]:
    meta = register.model._meta
    fields = {name: meta.get_field(name).verbose_name for name in register.form_fields}
    return {"name": meta.verbose_name, "plural": meta.verbose_name_plural, **fields}


def registers(root: Path, declared: Iterable[Any]) -> list[str]:
    """A reference page in both languages, and both languages for the name and every field."""
    breaches = []
    for register in declared:
        page = root / "docs" / "reference" / "registers" / f"{register.name}.md"
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        if not (HAN.search(text) and LATIN.search(text)):
            breaches.append(f"{register.name}: no page in both languages at {page.relative_to(root)}")
        for key, words in _words(register).items():
            with override("zh-hans"):
                if not HAN.search(str(words)):
                    breaches.append(f"{register.name}.{key}: no Chinese: {words}")
            with override("en"):
                if HAN.search(str(words)) or not str(words):
                    breaches.append(f"{register.name}.{key}: no English: {words}")
    return breaches
