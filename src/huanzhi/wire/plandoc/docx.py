"""A Word document in the shape of its text export: one paragraph a line, one table cell a line."""

from collections.abc import Iterator
from typing import IO

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph


def text(stream: IO[bytes]) -> str:
    """The document's lines. A cell merged into the one above it gives an empty line.

    Raises ValueError when the stream is no Word document.
    """
    try:
        document = Document(stream)
    except PackageNotFoundError as error:
        raise ValueError(str(error)) from None
    lines: list[str] = []
    for block in document.iter_inner_content():
        lines += [block.text] if isinstance(block, Paragraph) else list(_cells(block))
    return "\n".join(line for text in lines for line in text.split("\n"))


def _cells(table: Table) -> Iterator[str]:
    """The cells row by row, each once: where a merged cell goes on, nothing is printed again."""
    seen = set()  # the elements themselves: kept alive, so that none is taken for another
    for row in table.rows:
        yield ""
        for cell in row.cells:
            key = cell._tc
            if key in seen:
                yield "\t"
                continue
            seen.add(key)
            yield "\t" + cell.text.strip()
    yield ""
