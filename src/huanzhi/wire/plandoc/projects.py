"""Works (工程) of the boxed columns, with their quantities."""

import re

from huanzhi.wire.plandoc.outline import Line
from huanzhi.wire.plandoc.shape import Project, Quantity
from huanzhi.wire.plandoc.targets import sentences

GROUP = re.compile(r"^（[一二三四五六七八九十]+）(.+)$")
SUBTITLE = re.compile(r"^([^。，；：]{3,24}(?:工程|项目))。(.+)$")
OPENING = re.compile(
    r"^(?:以.+?为(?:目标|重点)，)?(?:全面|加快|大力|积极|按需|定期|持续|重点)*"
    r"(?:推进|实施|落实|建设|新建|开展|完成|支持|发展|加强|加大)(?=.{4,})"
)
NOUN = re.compile(r"(?:工程|项目|园|厂|站|加固|治理|改造|整治|建设|护岸|处理|替代)$")
QUANTITY = re.compile(
    r"(\d+(?:\.\d+)?)\s*(km|m|公里|米|千米|处|座|台|条|个|户|吨/日|吨|蒸吨/小时|蒸吨|平方公里|公顷|亩|万吨|万元|亿元)"
)
JOIN = re.compile(r"、|以及|(?<=[程园厂站固理造治设岸])(?:和|及)(?=.{4,})")
AIM = re.compile(r"^(?:聚焦|围绕|针对).*等(?=.{4,})")  # what it is for, before what it is
LIST_END = re.compile(r"等(?:工程|项目)?(?:建设)?$")


def read(lines: list[Line]) -> list[Project]:
    """Every work, in printed order; a column that holds the indicator table gives none."""
    found: list[Project] = []
    table = {line.column for line in lines if line.text.strip() == "指标名称"}
    group = ""
    column = 0
    for line in lines:
        text = line.text.strip()
        if not line.column or line.column in table or not text:
            continue
        if line.column != column:
            column, group = line.column, re.sub(r"^专栏\s*\d+\s*", "", text)
            continue
        if match := GROUP.match(text):
            group = match[1].strip()
        elif len(text) < 40 and "。" not in text and NOUN.search(text):
            group = text
        elif "。" in text:
            found += [Project(column, group, name, _quantities(part)) for name, part in _works(text)]
    return found


def _works(paragraph: str) -> list[tuple[str, str]]:
    """Names of works in a paragraph, each with the words its quantities stand in."""
    if match := SUBTITLE.match(paragraph):
        return [(match[1], match[2])]
    works = []
    for sentence in sentences(paragraph):
        for chunk in _chunks(sentence.strip("。； ")):
            works += [(_name(part), part) for part in _split(OPENING.sub("", chunk))]
    return [(name, part) for name, part in works if len(name) >= 4]


def _chunks(sentence: str) -> list[str]:
    """The clauses that say what is built or done; what they rest on and what they are for is left out."""
    chunks: list[str] = []
    for clause in sentence.split("，"):
        if OPENING.match(clause):
            chunks.append(clause)
        elif chunks and QUANTITY.search(chunks[-1][-8:]):
            chunks[-1] += "，" + clause
    return chunks or [sentence]


def _split(sentence: str) -> list[str]:
    """A list of works at its joints, when every piece is the name of a work; else the whole."""
    whole = re.sub(r"^(?:推进|实施|建设|新建)", "", sentence)
    head, _, rest = whole.partition("，")
    listed = head if not QUANTITY.search(rest) else whole
    pieces = JOIN.split(LIST_END.sub("", listed) if LIST_END.search(listed) else listed)
    names = [_name(piece) for piece in pieces]
    ends = sum(bool(NOUN.search(re.sub(r"（.*?）", "", name))) for name in names)
    listing = bool(LIST_END.search(listed))
    if len(pieces) > 1 and (ends == len(names) or (listing and ends >= len(names) - 1)):
        return pieces
    return [whole]


def _name(text: str) -> str:
    """The work's name: the clause up to its noun, numbers of its size left to the quantities."""
    clauses = text.split("，")
    name = (
        text if len(clauses) > 1 and NOUN.search(clauses[1]) and QUANTITY.search(clauses[0]) else clauses[0]
    )
    return AIM.sub("", name).removesuffix("力度").strip(" ，。；、")


def _quantities(text: str) -> list[Quantity]:
    return [
        Quantity(float(value) if "." in value else int(value), unit) for value, unit in QUANTITY.findall(text)
    ]
