"""The catalogue: which papers there are, whose they are to make, and of which units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.digest.kept_digests import ApprovedPart, approved_parts, page_of_digests
from dondoc.services.organisation.choose import chosen_from
from dondoc.services.organisation.units import UnitOnDay, names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.papers.assigned import AssignmentHead
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.unit_papers import unit_heads
from dondoc.services.papers.unit_request import UnitPaperKind, may_make
from dondoc.services.papers.urging_letter import rows_to_urge
from dondoc.services.papers.work_on_day import work_on_day
from models.programme import Programme
from models.rules.vietnamese_order import by_letters

_OWN = UnitPaperKind.REPORT
"""The paper that a unit makes itself."""
_KEY = re.compile(r"[0-9]{1,9}")
"""As links name a unit; where it is no unit of theirs and a code, it is the code."""


@dataclass(frozen=True)
class CatalogueEntry:
    """A paper of the chosen unit. `heads`: whose decisions there are, each with an annex.

    `lacking`: why there is none to make, a key; '' where there is one.
    """

    kind: UnitPaperKind
    may_make: bool
    heads: tuple[AssignmentHead, ...] = ()
    lacking: str = ""


@dataclass(frozen=True)
class Catalogue:
    """`units`: codes and names of those whose papers the viewer may make; `unit_id`: the chosen
    one, or the only one. `digest_id`: the latest kept digest, None for none or whoever sees none.
    `parts`: what approved digests say of the chosen unit, the newest first.
    """

    units: tuple[tuple[str, str], ...]
    unit_id: int | None
    unit: str
    entries: tuple[CatalogueEntry, ...]
    digest_id: int | None
    parts: tuple[ApprovedPart, ...] = ()


def catalogue(
    session: Session, programme: Programme, viewer: Viewer, unit_id: int | None, order: PaperOrder
) -> Catalogue | None:
    """What a viewer may make of one unit; None for a unit that is not theirs to see."""
    seen = _visible_units(session, viewer)
    if unit_id is not None and unit_id not in seen:
        return None
    chosen = next(iter(seen)) if unit_id is None and len(seen) == 1 else unit_id
    digests, _ = page_of_digests(session, viewer, 1)
    heads = unit_heads(session, programme, viewer, chosen, order) if chosen is not None else ()
    return Catalogue(
        units=tuple((unit.code, unit.name) for unit in seen.values()),
        unit_id=chosen,
        unit=seen[chosen].name if chosen is not None else "",
        entries=()
        if chosen is None
        else tuple(_entries(session, programme, viewer, chosen, heads, order)),
        digest_id=digests[0].digest_id if digests else None,
        parts=() if chosen is None else approved_parts(session, programme.key, chosen),
    )


def unit_named(session: Session, viewer: Viewer, typed: str) -> int | None:
    """The unit of which the key, the name, a part of it or the code was typed; None for nothing.

    Only of those whose work the viewer sees. Raises BadInput where none fits, or several do.
    """
    seen, text = _visible_units(session, viewer), typed.strip()
    if not text:
        return None
    codes = {unit.code: key for key, unit in seen.items()}
    if _KEY.fullmatch(text) and (int(text) in seen or text not in codes):
        return int(text)
    return codes[chosen_from([(unit.code, unit.name) for unit in seen.values()], text)]


def _visible_units(session: Session, viewer: Viewer) -> dict[int, UnitOnDay]:
    """The units whose work the viewer sees, by name."""
    names = names_on(session, viewer.day)
    seen = [(key, unit) for key, unit in names.items() if viewer.may_see_unit(key)]
    return dict(sorted(seen, key=lambda each: by_letters(each[1].name)))


def _entries(
    session: Session,
    programme: Programme,
    viewer: Viewer,
    unit_id: int,
    heads: tuple[AssignmentHead, ...],
    order: PaperOrder,
) -> Iterator[CatalogueEntry]:
    has_work = bool(work_on_day(session, programme, unit_id, order))
    for kind in _order(viewer):
        lacking = "" if has_work else "papers.error.nothing_assigned"
        if kind is UnitPaperKind.LETTER and not rows_to_urge(session, programme, unit_id, order):
            lacking = "papers.error.nothing_overdue"
        yield CatalogueEntry(
            kind,
            may_make(viewer, kind, unit_id),
            heads if kind is UnitPaperKind.DECISION else (),
            lacking,
        )


def _order(viewer: Viewer) -> list[UnitPaperKind]:
    """A unit begins with its own report; the office with what a year needs first."""
    return sorted(UnitPaperKind, key=lambda kind: not viewer.sees_all and kind != _OWN)
