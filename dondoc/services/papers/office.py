"""The office that this installation is of, as its papers name it."""

from dondoc.services.papers.paper import IssuingBody
from dondoc.settings import Settings


def issuing_office(settings: Settings) -> IssuingBody:
    """What an administrator has set; the rest stays open for the clerk."""
    return IssuingBody(
        name=settings.office,
        parent=settings.office_parent,
        symbol=settings.office_symbol,
        place=settings.office_place,
    )
