"""Forms a report is given in."""

from collections.abc import Callable

from huanzhi.plan.reports.content import Content

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def render(content: Content, form: str) -> bytes:
    """The report in a form; LookupError for one that there is not."""
    if form not in TYPES:
        raise LookupError(f"form {form!r}: a report is made as {', '.join(TYPES)}")
    return _writer(form)(content)


def _writer(form: str) -> Callable[[Content], bytes]:
    """Loaded when needed: the libraries are large."""
    if form == "docx":
        from huanzhi.plan.reports.docx import write

        return write
    from huanzhi.plan.reports.pdf import write as write_pdf

    return write_pdf
