"""The versions of the catalogue: what each holds, who loaded it, and from when it is in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.organisation.directory import names_of_people
from models.product_catalogue import CatalogueApproval, CatalogueProduct, ProductCatalogue
from models.rules.product_catalogue import DatedEntry, entry_on


@dataclass(frozen=True)
class CatalogueInForce:
    """By which paper a version is in force from a day, who recorded it, when and why."""

    day: date
    paper: str
    paper_date: date
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class CatalogueVersion:
    """A version that was loaded. `approvals`: () for a draft."""

    key: int
    version: int
    filename: str
    sha256: str
    loaded_at: datetime
    loaded_by: str
    approvals: tuple[CatalogueInForce, ...]


@dataclass(frozen=True)
class Catalogues:
    """All versions, the newest first, and what was approved, in the order of recording."""

    versions: tuple[CatalogueVersion, ...]
    approved: tuple[DatedEntry, ...]

    def on(self, day: date) -> CatalogueVersion | None:
        """The version in force on a day; None where none is."""
        entry = entry_on(self.approved, day)
        return next((each for each in self.versions if entry and each.key == entry.key), None)

    def overtaken_by(self, version: CatalogueVersion, day: date) -> CatalogueVersion | None:
        """Which other version counts on the day from which one was to be in force: what is recorded
        later takes its place from its own day on. None where none does.
        """
        there = self.on(day)
        return None if there is None or there.key == version.key else there

    def from_day(self, day: date) -> tuple[CatalogueVersion, ...]:
        """The versions in force on a day and later, as far as it is decided."""
        days = [day, *(each.day for each in self.approved if each.day > day)]
        return tuple(dict.fromkeys(found for each in days if (found := self.on(each)) is not None))

    def numbered(self, version: int) -> CatalogueVersion | None:
        """The version of a number; None where there is none."""
        return next((each for each in self.versions if each.version == version), None)


def catalogues(session: Session) -> Catalogues:
    """Everything but the products."""
    rows = list(session.scalars(select(ProductCatalogue).order_by(col(ProductCatalogue.id).desc())))
    approvals = list(session.scalars(select(CatalogueApproval).order_by(col(CatalogueApproval.id))))
    people = names_of_people(
        session, {*(row.loaded_by_id for row in rows), *(each.by_id for each in approvals)}
    )
    return Catalogues(
        tuple(
            CatalogueVersion(
                row.key, row.version, row.filename, row.sha256, row.loaded_at,
                people.get(row.loaded_by_id, ""),
                tuple(
                    CatalogueInForce(
                        each.day, each.paper, each.paper_date, each.reason, each.at,
                        people.get(each.by_id, ""),
                    )
                    for each in approvals
                    if each.catalogue_id == row.key
                ),
            )
            for row in rows
        ),
        dated(approvals),
    )  # fmt: skip


def dated(approvals: Iterable[CatalogueApproval]) -> tuple[DatedEntry, ...]:
    """What was approved as the rule reads it."""
    return tuple(DatedEntry(each.catalogue_id, each.day) for each in approvals)


def products_of(session: Session, catalogue_id: int) -> tuple[CatalogueLine, ...]:
    """The products of a version, in the order of its file."""
    query = select(CatalogueProduct).where(col(CatalogueProduct.catalogue_id) == catalogue_id)
    rows = session.scalars(query.order_by(col(CatalogueProduct.id)))
    return tuple(
        CatalogueLine(
            row.code, row.title, row.unit, Decimal(row.coefficient), row.kind, row.valid_from,
            row.valid_to, row.paper,
        )
        for row in rows
    )  # fmt: skip
