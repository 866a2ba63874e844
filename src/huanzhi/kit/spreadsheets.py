"""Spreadsheets 表格: rows of a .csv or .xlsx as text, and rows out again."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

Row = tuple[int, dict[str, str]]  # number in the file (the header is 1), text by column


def rows_of(content: bytes, name: str) -> list[Row]:
    """Every row below the header; ValueError says what is wrong with the file. Empty rows are left out."""
    lines = _xlsx(content, name) if PurePath(name).suffix.lower() == ".xlsx" else _csv(content, name)
    head = [cell.strip() for cell in next(lines, [])]
    if not any(head):
        raise ValueError(f"{name}: no header in the first row")
    if twice := sorted({cell for cell in head if cell and head.count(cell) > 1}):
        raise ValueError(f"{name}: the header names {', '.join(twice)} twice")
    found = []
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * (len(head) - len(cells))]
            found.append((number, {key: padded[at].strip() for at, key in enumerate(head) if key}))
    return found


def _csv(content: bytes, name: str) -> Iterator[list[str]]:
    if b"\0" in content:
        raise ValueError(f"{name}: neither .csv nor .xlsx")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return iter(csv.reader(io.StringIO(content.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{name}: neither UTF-8 nor GB 18030")


def _xlsx(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).active
    except (BadZipFile, InvalidFileException, KeyError, OSError):
        raise ValueError(f"{name}: not an .xlsx workbook") from None
    for cells in sheet.iter_rows(values_only=True) if sheet is not None else ():
        yield ["" if cell is None else _said(cell) for cell in cells]


def _said(cell: object) -> str:
    """A cell as text: a date without its midnight, a whole number without its point."""
    text = str(cell)
    if text.endswith(" 00:00:00"):
        return text[:10]
    return text[:-2] if isinstance(cell, float) and text.endswith(".0") else text


def to_csv(head: list[str], rows: Iterable[list[str]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheet programs read Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([head, *([_harmless(cell) for cell in row] for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(head: list[str], rows: Iterable[list[str]]) -> bytes:
    """One sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [head, *rows]:
        sheet.append([_harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    number = cell.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell and not number else cell
