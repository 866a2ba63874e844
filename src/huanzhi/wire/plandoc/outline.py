"""Headings: 第…章, 第…节, 一、…, and the boxed columns (专栏)."""

import re
from dataclasses import dataclass

from huanzhi.wire.plandoc.shape import Heading

DIGITS = "零一二三四五六七八九"
NUMBER = r"[一二三四五六七八九十百]+"
CHAPTER = re.compile(rf"^[\s(（]*第({NUMBER})章[\s　]*(\S.*)$")
SECTION = re.compile(rf"^\s*第({NUMBER})节[\s　]*(\S.*)$")
PART = re.compile(rf"^\s*({NUMBER})、(\S.{{0,40}})$")
COLUMN = re.compile(r"^\s*专栏\s*(\d+)\s*(.*)$")
LONGEST_HEADING = 60


@dataclass(frozen=True)
class Line:
    """A line, where it starts, and under which heading it stands."""

    text: str
    start: int
    chapter: int
    section: int
    part: str
    column: int
    heading: str  # title of the nearest heading

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def number(han: str) -> int:
    """A Chinese numeral below 1000 as an integer.

    >>> number("十一"), number("四十五"), number("一百零二")
    (11, 45, 102)
    """
    total = current = 0
    for sign in han:
        if sign in "十百":
            total += (current or 1) * (10 if sign == "十" else 100)
            current = 0
        else:
            current = DIGITS.index(sign)
    return total + current


def walk(text: str) -> tuple[list[Line], list[Heading]]:
    """Every line with its place in the outline, and the outline itself."""
    lines: list[Line] = []
    headings: list[Heading] = []
    chapter = section = column = start = 0
    part = title = ""
    for raw in text.split("\n"):
        bare = raw.strip()
        found = bare if len(bare) <= LONGEST_HEADING else ""
        if match := CHAPTER.match(found):
            chapter, section, column, part = number(match[1]), 0, 0, ""
            title = match[2].strip()
            headings.append(Heading(1, chapter, 0, title, start))
        elif match := SECTION.match(found):
            section, column, part = number(match[1]), 0, ""
            title = match[2].strip()
            headings.append(Heading(2, chapter, section, title, start))
        elif chapter and not column and not bare.endswith("。") and (match := PART.match(found)):
            part = title = match[2].strip()
            headings.append(Heading(3, chapter, section, title, start))
        elif match := COLUMN.match(found):
            column = int(match[1])
        lines.append(Line(raw, start, chapter, section, part, column, title))
        start += len(raw) + 1
    return lines, headings
