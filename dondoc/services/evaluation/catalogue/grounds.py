"""The grounds of approving a catalogue: which version holds from when, as a page showed it."""

from sqlalchemy import func, select
from sqlmodel import Session

from dondoc.services.evaluation.catalogue.versions import catalogues
from models.product_catalogue import ProductTie
from models.rules.grounds import Grounds

CATALOGUE, TIES = "catalogue", "product_ties"


def catalogue_grounds(session: Session) -> Grounds:
    """Each approval with its day, in the order of recording: `1 2022-07-01/`; `-` where none is.

    And how often work was tied to products: a list of all work that is sent overlooks nobody's.
    """
    known = catalogues(session)
    numbers = {each.key: each.version for each in known.versions}
    text = "; ".join(f"{numbers[each.key]} {each.day}/" for each in known.approved)
    ties = session.scalar(select(func.count()).select_from(ProductTie))
    return {CATALOGUE: text or "-", TIES: str(ties)}
