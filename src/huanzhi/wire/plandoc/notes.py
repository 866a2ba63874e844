"""Responsibility notes (责任落实): who leads, who answers, who supports."""

import re
from dataclasses import dataclass

from huanzhi.wire.plandoc.words import terms

END = re.compile(r"（([^（）]*)）[。．\s]*$")
SPLIT = re.compile(r"[、，,；;]")
STANDING = re.compile(r"以下任务均由(.+?)配合落实")
SUPPORT = re.compile(r"(?:^|[，,。])((?:(?![，,。]).)+?)配合落实")
BODY = re.compile(
    r"[局办部委院会室厅署队台站社]$|分局$|街镇$|街道$|乡镇$|开发区|政府$|部门$|单位$|团委$|大厅$|工会$|妇联$"
)


@dataclass(frozen=True)
class Note:
    """A note as printed, split into its bodies; `named_duty` is False when no word says that they answer."""

    text: str
    lead: list[str]
    responsible: list[str]
    supporting: list[str]
    standing: list[str]
    named_duty: bool


def names(text: str) -> list[str]:
    """The bodies in a list of them, in printed order, without the words that stand beside names."""
    found = []
    for piece in SPLIT.split(text):
        word = piece.strip()
        for extra in terms()["not_part"]:
            word = word.removesuffix(extra)
        if word and word not in found:
            found.append(word)
    return found


def at_end(paragraph: str) -> tuple[int, str] | None:
    """Where a note begins at the end of a paragraph, and its words; None when there is none."""
    match = END.search(paragraph)
    if not match:
        return None
    words = match[1]
    listed = names(words)
    bodies = len(listed) >= 2 and all(BODY.search(name) for name in listed)
    return (match.start(), words) if "负责" in words or "牵头" in words or bodies else None


def parse(words: str) -> Note:
    """The note's bodies.

    >>> note = parse("甲分局牵头、乙局、丙局按职责分工负责")
    >>> note.lead, note.responsible
    (['甲分局'], ['甲分局', '乙局', '丙局'])
    """
    standing = names(m[1]) if (m := STANDING.search(words)) else []
    rest = words.split("。")[0]
    supporting = names(m[1]) if (m := SUPPORT.search(rest)) and "以下任务" not in m[1] else []
    if m:
        rest = rest[: m.start()]
    duty = "负责" in rest or "牵头" in rest
    rest = re.sub(r"(按职责分工|分别|共同)?负责(落实)?$", "", rest.strip("，, "))
    head, mark, tail = rest.partition("牵头")
    lead = names(head) if mark else []
    others = names(tail) if mark else names(rest)
    return Note(
        words, lead, [*lead, *(name for name in others if name not in lead)], supporting, standing, duty
    )
