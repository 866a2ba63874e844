"""The proof of a figure that a document states: the document."""

from datetime import date

from django.utils.translation import gettext as _

from huanzhi.measures.computation import Computation
from huanzhi.measures.models import Figure
from huanzhi.measures.proof import ProofStep, Row


def prove(figure: Figure, path: tuple[str, ...]) -> ProofStep:
    """One step: which document says so, who issued it and when."""
    if path:
        raise LookupError(f"no such step: {'/'.join(path)}")
    row = Row((figure.document, figure.issuer, str(figure.document_date), str(figure.value)))
    return ProofStep(
        title=_("The figure"),
        statement=f"{figure.value} {figure.unit}",
        formula=_("entered by hand, as the document states it; not computed here"),
        columns=(_("Document"), _("Issued by"), _("Date"), _("Value")),
        rows=[row],
        provenance=_("The document is the source; what it rests on is not kept here."),
    )


def never(year: int, as_of: date) -> Computation:
    """What a stated measure computes: nothing; LookupError."""
    raise LookupError("stated by documents, not computed")
