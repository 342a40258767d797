"""Loading a version of the catalogue, and approving it from a day on, never backwards."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.evaluation.catalogue.bounds import first_beyond
from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.catalogue.versions import catalogues, products_of
from dondoc.services.evaluation.course.errors import FieldError, FieldRefused, raise_faults
from dondoc.services.evaluation.own.decisions import RulesDecision, decision_faults
from dondoc.services.evaluation.own.keep import MAY_CHANGE
from dondoc.services.evaluation.people.rules_in_force import known_rules
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.sheet_words import folded, plain
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import plain_day
from dondoc.services.organisation.changes import SettingsChange
from models.product_catalogue import CatalogueApproval, CatalogueProduct, ProductCatalogue
from models.rules.own_rules import NotInForceReason, why_not_backwards
from models.rules.validity import overlaps


def bounding_rules(session: Session, day: date) -> tuple[EvaluationRules, ...]:
    """The rule sets in force on a day or later that bound coefficients.

    A catalogue keeps to all of them: it is in force until another one is.
    """
    return tuple(
        rules
        for rules in known_rules(session)
        if overlaps(rules.valid_from, rules.valid_to, day, None)
        and (rules.formula.coefficient_least.value, rules.formula.coefficient_most.value)
        != (None, None)
    )


def keep_catalogue(
    change: SettingsChange, lines: Sequence[CatalogueLine], filename: str
) -> tuple[int, bool]:
    """Keeps a version; its number, and whether it is new: the same content makes none.

    Raises Refused for somebody who is neither secretariat nor administrator.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    lines = _spelt_as_known(change.session, lines)
    sha256 = hashlib.sha256(_content(lines).encode()).hexdigest()
    query = select(col(ProductCatalogue.version), col(ProductCatalogue.sha256))
    known = list(change.session.execute(query).tuples())
    same = next((version for version, content in known if content == sha256), None)
    if same is not None:
        return same, False
    row = ProductCatalogue(
        version=max((version for version, _ in known), default=0) + 1,
        filename=filename,
        sha256=sha256,
        loaded_at=change.now,
        loaded_by_id=change.actor.key,
    )
    change.session.add(row)
    change.session.flush()
    change.session.add_all(_product(row.key, line) for line in lines)
    change.note("catalogue_loaded", version=row.version, n=len(lines), sha256=sha256)
    return row.version, True


def _spelt_as_known(session: Session, lines: Sequence[CatalogueLine]) -> list[CatalogueLine]:
    """A code that only its case tells from an earlier version's is that one, spelt as it was.

    Work is tied to the code: spelt in another way it would be no product of the new version.
    """
    query = select(col(CatalogueProduct.code)).order_by(col(CatalogueProduct.id).desc())
    known = {folded(code): code for code in session.scalars(query)}
    return [replace(line, code=known.get(folded(line.code), line.code)) for line in lines]


def _content(lines: Sequence[CatalogueLine]) -> str:
    """What a version says: the same products in the same order give the same text."""
    rows = [
        [
            line.code, line.title, line.unit, f"{line.coefficient.normalize():f}", line.kind,
            plain_day(line.valid_from), plain_day(line.valid_to), line.paper,
        ]
        for line in lines
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False)


def _product(catalogue_id: int, line: CatalogueLine) -> CatalogueProduct:
    return CatalogueProduct(
        catalogue_id=catalogue_id,
        code=line.code,
        title=line.title,
        unit=line.unit,
        coefficient=f"{line.coefficient.normalize():f}",
        kind=line.kind,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        paper=line.paper,
    )


def approve_catalogue(change: SettingsChange, version: int, decision: RulesDecision) -> None:
    """From a day on: quarters and work that begin then or later are scored by its coefficients.

    Raises Refused for whoever may not, FieldError with all that is wrong: what lacks, a day that is
    over, coefficients out of the bounds of the rule sets of that day and later, a version in force
    by then already.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    known = catalogues(change.session)
    one = known.numbered(version)
    if one is None:
        raise BadInput("evaluation.catalogue.no_version", version=version)
    faults = list(decision_faults(decision, change.today))
    if decision.day is not None:
        reason = why_not_backwards(decision.day, change.today)
        if reason is None and known.on(decision.day) == one:
            reason = NotInForceReason.IN_FORCE
        faults += _of_day(change.session, one.key, version, decision.day, reason)
    raise_faults(faults)
    _approve(change, one.key, version, decision)


def _of_day(
    session: Session, catalogue_id: int, version: int, day: date, reason: NotInForceReason | None
) -> Iterator[FieldError]:
    """Why a day cannot be; the bounds may be others by then than when the version was loaded."""
    if reason is not None:
        quarter = str(quarter_of(day))
        key = f"evaluation.own.not.{reason}"
        yield FieldRefused("day", key, day=day, quarter=quarter, version=version)
    lines = products_of(session, catalogue_id)
    for rules in bounding_rules(session, day):
        if (line := first_beyond(rules, lines)) is not None:
            found = plain(line.coefficient)
            key = "evaluation.catalogue.bounds"
            yield FieldRefused("day", key, product=line.code, found=found, code=rules.code)


def _approve(
    change: SettingsChange, catalogue_id: int, version: int, decision: RulesDecision
) -> None:
    assert decision.day is not None and decision.paper_date is not None
    change.session.add(
        CatalogueApproval(
            catalogue_id=catalogue_id,
            day=decision.day,
            paper=decision.paper.strip(),
            paper_date=decision.paper_date,
            reason=decision.reason.strip(),
            at=change.now,
            by_id=change.actor.key,
        )
    )
    change.note(
        "catalogue_approved",
        version=version,
        start=decision.day.isoformat(),
        paper=decision.paper.strip(),
        paper_date=decision.paper_date.isoformat(),
        reason=decision.reason.strip(),
    )
