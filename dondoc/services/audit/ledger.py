"""What differs from the ledger, in terms that name the row and the column."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlmodel import Session, select

from dondoc.ledger.folding import ROW, Difference, broken_pages, differences
from dondoc.services.audit.finding import Finding
from dondoc.services.audit.names import names_of
from models.ledger import LedgerPage

MOST = 1000
"""So many differences are named one by one; of the others it is said how many there are."""

_SAME = {"total": "grade"}
"""Columns that an audit of stages names otherwise."""


def is_page(session: Session, digest: str) -> bool:
    """Whether a page of the ledger has this digest."""
    query = select(LedgerPage.id).where(LedgerPage.digest == digest)
    return session.exec(query).first() is not None


def check_ledger(session: Session, before: Sequence[Finding]) -> Iterator[Finding]:
    """Pages that do not come out, then rows and columns that were not found `before`."""
    connection = session.connection()
    for page in broken_pages(connection):
        yield Finding("audit.broken_page", {"page": page})
    found = differences(connection)
    named = list(islice(found, MOST))
    names = _names(session, named)
    known = {(str(one.params.get("ref")), _column(one)) for one in before}
    for one in named:
        name = names.get((one.table, one.row_id), "")
        if (name, _SAME.get(one.column, one.column)) not in known:
            yield _finding(one, name)
    left = sum(1 for _ in found)
    if left:
        yield Finding("audit.more_differences", {"n": left})


def _column(finding: Finding) -> str:
    return "stage" if finding.key == "audit.wrong_stage" else str(finding.params.get("what"))


def _names(session: Session, found: Sequence[Difference]) -> dict[tuple[str, int], str]:
    keys: dict[str, set[int]] = defaultdict(set)
    for one in found:
        keys[one.table].add(one.row_id)
    return {
        (table, key): name
        for table, ids in keys.items()
        for key, name in names_of(session, table, sorted(ids)).items()
    }


def _finding(one: Difference, name: str) -> Finding:
    row: dict[str, object] = {"table": one.table, "id": one.row_id, "name": name}
    if one.table == "event" and one.column != ROW:
        return Finding("audit.changed_event", row)
    if one.column == ROW:
        return Finding("audit.slipped_in" if one.now else "audit.gone", row)
    cell = {**row, "column": one.column, "now": one.now, "said": one.said}
    return Finding("audit.changed_between" if one.between else "audit.changed_cell", cell)
