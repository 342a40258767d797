"""What the software changes stands in the ledger; what is changed past it is found and named."""

from dondoc.ledger.folding import broken_pages, differences


def clean(engine):
    with engine.connect() as connection:
        return list(differences(connection)), list(broken_pages(connection))
