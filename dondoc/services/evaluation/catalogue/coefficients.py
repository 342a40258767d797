"""Which conversion coefficient counts for a piece of work, which day decides it, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from dondoc.services.evaluation.catalogue.versions import dated
from dondoc.store.bulk import among
from models.assignment import Assignment
from models.event import Event, EventKind
from models.product_catalogue import (
    CatalogueApproval,
    CatalogueProduct,
    ProductCatalogue,
    ProductTie,
)
from models.rules.checkpoints import local_date
from models.rules.product_catalogue import CoefficientDay, DatedEntry, counting_day, entry_on
from models.rules.validity import on_day


class WeightStaysReason(StrEnum):
    """Why work that is tied to a product still counts by its weight."""

    TIED_LATER = "tied_later"
    NO_CATALOGUE = "no_catalogue"
    NOT_IN_CATALOGUE = "not_in_catalogue"


@dataclass(frozen=True)
class CoefficientUse:
    """The product that a piece of work is. `coefficient`: None where its weight stays, `reason`.

    `version`, `since`, `paper`: of the catalogue in force on the day that counts; `tied_on`: from
    when the work is that product.
    """

    code: str
    title: str
    counting: CoefficientDay
    tied_on: date
    coefficient: Decimal | None = None
    version: int | None = None
    since: date | None = None
    paper: str = ""
    reason: WeightStaysReason | None = None


@dataclass(frozen=True)
class Coefficients:
    """What is looked up for all work of a reading. `ties`: by assignment, in order of recording."""

    ties: Mapping[int, Sequence[ProductTie]]
    assigned_on: Mapping[int, date]
    approvals: Sequence[CatalogueApproval]
    versions: Mapping[int, int]
    products: Mapping[tuple[int, str], CatalogueProduct]

    def of(self, assignment_id: int, due_on: date) -> CoefficientUse | None:
        """What counts for work that is due on a day; None where it is no product."""
        ties = self.ties.get(assignment_id, ())
        if not ties:
            return None
        counting = counting_day(due_on, self.assigned_on.get(assignment_id))
        tie = _tie_on(ties, counting.day)
        if tie is None:
            last = ties[-1]
            if not last.code:
                return None
            title = self._title(last.code)
            reason = WeightStaysReason.TIED_LATER
            return CoefficientUse(last.code, title, counting, last.day, reason=reason)
        return self._by_catalogue(tie, counting) if tie.code else None

    def _by_catalogue(self, tie: ProductTie, counting: CoefficientDay) -> CoefficientUse:
        entry = entry_on(dated(self.approvals), counting.day)
        if entry is None:
            reason = WeightStaysReason.NO_CATALOGUE
            title = self._title(tie.code)
            return CoefficientUse(tie.code, title, counting, tie.day, reason=reason)
        approval = next(
            each for each in reversed(self.approvals)
            if (each.catalogue_id, each.day) == (entry.key, entry.day)
        )  # fmt: skip
        product = self.products.get((entry.key, tie.code))
        of_version = self.versions[entry.key], approval.day, approval.paper
        if product is None or not on_day(product.valid_from, product.valid_to, counting.day):
            title, reason = self._title(tie.code), WeightStaysReason.NOT_IN_CATALOGUE
            return CoefficientUse(
                tie.code, title, counting, tie.day, None, *of_version, reason
            )  # fmt: skip
        return CoefficientUse(
            tie.code, product.title, counting, tie.day, Decimal(product.coefficient), *of_version
        )

    def _title(self, code: str) -> str:
        titles = [each.title for (_, known), each in self.products.items() if known == code]
        return titles[-1] if titles else ""


def _tie_on(ties: Sequence[ProductTie], day: date) -> ProductTie | None:
    entry = entry_on([DatedEntry(place, tie.day) for place, tie in enumerate(ties)], day)
    return None if entry is None else ties[entry.key]


def read_coefficients(session: Session, ours: ColumnElement[bool], as_of: date) -> Coefficients:
    """For the assignments that `ours` says, as it was known when a day was over.

    One query where nothing is tied, five otherwise, however much there is.
    """
    ties = _ties(session, ours, as_of)
    if not ties:
        return Coefficients({}, {}, (), {}, {})
    approvals = [
        each
        for each in session.scalars(select(CatalogueApproval).order_by(col(CatalogueApproval.id)))
        if local_date(each.at) <= as_of
    ]
    codes = {tie.code for some in ties.values() for tie in some}
    products = select(CatalogueProduct).where(col(CatalogueProduct.code).in_(sorted(codes)))
    versions = select(col(ProductCatalogue.id), col(ProductCatalogue.version))
    return Coefficients(
        ties,
        _assigned_on(session, set(ties)),
        approvals,
        dict(session.execute(versions).tuples().all()),
        {
            (each.catalogue_id, each.code): each
            for each in session.scalars(products.order_by(col(CatalogueProduct.id)))
        },
    )


def _ties(session: Session, ours: ColumnElement[bool], as_of: date) -> dict[int, list[ProductTie]]:
    query = (
        select(ProductTie)
        .join(Assignment, col(Assignment.id) == col(ProductTie.assignment_id))
        .where(ours)
        .order_by(col(ProductTie.id))
    )
    ties: dict[int, list[ProductTie]] = defaultdict(list)
    for tie in session.scalars(query):
        if local_date(tie.at) <= as_of:
            ties[tie.assignment_id].append(tie)
    return ties


def _assigned_on(session: Session, assignments: set[int]) -> dict[int, date]:
    """The day on which each was assigned: of the event of its first checkpoint."""
    of = col(Event.assignment_id)
    query = (
        select(of, func.min(col(Event.day)))
        .where(col(Event.kind) == EventKind.ASSIGNED, among(session, of, assignments))
        .group_by(of)
    )
    return dict(session.execute(query).tuples().all())
