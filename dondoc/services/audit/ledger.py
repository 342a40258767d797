"""What differs from the ledger, in terms that name the row and the column."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlmodel import Session, select

from dondoc.ledger.folding import ROW, Difference, broken_pages, differences
from dondoc.services.audit.finding import Finding
from dondoc.services.audit.names import names_of
from models.ledger import LedgerPage

MAX_DIFFERENCES = 1000
"""So many differences are named one by one; of the others it is said how many there are."""

_FOLDED = {
    "stage": "checkpoint", "due_on": "checkpoint", "reported_at": "checkpoint",
    "value": "verification", "total": "evaluation", "grade": "evaluation",
}  # fmt: skip
"""What an audit of stages names, and of which table: another's column of that name is not it."""


def is_page(session: Session, digest: str) -> bool:
    """Whether a page of the ledger has this digest."""
    query = select(LedgerPage.id).where(LedgerPage.digest == digest)
    return session.exec(query).first() is not None


def check_ledger(session: Session, before: Sequence[Finding]) -> Iterator[Finding]:
    """Pages that do not come out, then rows and columns that were not found `before`."""
    connection = session.connection()
    for page in broken_pages(connection):
        yield Finding("audit.broken_page", {"page": page})
    ledger_differences = differences(connection)
    named = list(islice(ledger_differences, MAX_DIFFERENCES))
    names = _names(session, named)
    known = {_place(finding) for finding in before}
    for difference in named:
        name = names.get((difference.table, difference.row_id), "")
        if (difference.table, name, difference.column) not in known:
            yield _finding(difference, name)
    left = sum(1 for _ in ledger_differences)
    if left:
        yield Finding("audit.more_differences", {"n": left})


def _place(finding: Finding) -> tuple[str | None, str, str]:
    """The table, the name and the column that an earlier part of the audit has named."""
    is_stage = finding.key == "audit.wrong_stage"
    column = "stage" if is_stage else str(finding.params.get("what"))
    return _FOLDED.get(column), str(finding.params.get("ref")), column


def _names(
    session: Session, ledger_differences: Sequence[Difference]
) -> dict[tuple[str, int], str]:
    keys: dict[str, set[int]] = defaultdict(set)
    for difference in ledger_differences:
        keys[difference.table].add(difference.row_id)
    return {
        (table, key): name
        for table, ids in keys.items()
        for key, name in names_of(session, table, sorted(ids)).items()
    }


def _finding(difference: Difference, name: str) -> Finding:
    row: dict[str, object] = {"table": difference.table, "id": difference.row_id, "name": name}
    if difference.table == "event" and difference.column != ROW:
        return Finding("audit.changed_event", row)
    if difference.column == ROW:
        return Finding("audit.slipped_in" if difference.now else "audit.gone", row)
    cell = {**row, "column": difference.column, "now": difference.now, "said": difference.in_ledger}
    return Finding("audit.changed_between" if difference.between else "audit.changed_cell", cell)
