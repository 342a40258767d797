"""What the software changes stands in the ledger; what is changed past it is found and named."""

from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.db import writing
from dondoc.ledger.folding import broken_pages, differences


def clean(engine):
    with engine.connect() as connection:
        return list(differences(connection)), list(broken_pages(connection))
