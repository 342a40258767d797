"""The whole audit: seals, the ledger, the stages that events lead to, the register."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps

from sqlmodel import Session, col, func, select

from dondoc.ledger.readable import UNREADABLE
from dondoc.services.audit.evaluations import check_evaluations
from dondoc.services.audit.finding import Finding
from dondoc.services.audit.guards import check_guards
from dondoc.services.audit.ledger import check_ledger, is_page
from dondoc.services.audit.nudges import check_nudges
from dondoc.services.audit.seals import check_gaps, check_seals
from dondoc.services.audit.stages import check_stages
from dondoc.services.history.events import last_page
from models.assignment import Checkpoint
from models.event import Event, Seal
from models.ledger import LedgerLine, LedgerPage


@dataclass(frozen=True)
class Audit:
    """What was looked at, and what does not hold.

    `changes`: lines of the ledger; `taken_over`: those that an upgrade wrote, because what they
    are about is older than the ledger. `last_page`: the digest of its newest page. `outside`: what
    came of a comparison with a value kept outside, None where none was given. `files`: how many
    files of evidence were looked at, which `check_evidence` does.
    """

    seals: int
    events: int
    checkpoints: int
    changes: int
    taken_over: int
    last_day: date | None
    last_digest: str
    last_page: str
    findings: tuple[Finding, ...]
    outside: "Outside | None" = None
    files: int = 0


@dataclass(frozen=True)
class Outside:
    """A value kept outside that is one of ours (`known`), and the day of its seal (None: a page).

    What was written after it can only be compared with a later value.
    """

    known: bool
    day: date | None = None


def verify(session: Session, expected: str | None = None) -> Audit:
    """Computes every seal and page again, and compares what history says with what stands.

    `expected`: the value of a seal or a page kept outside (a daily summary carries a seal's);
    it must be one of ours. Without it whoever computed all pages and seals anew is not found out.
    It reads in portions, however long history is.
    """
    outside = None if expected is None else _outside(session, expected.strip().lower())
    findings = [finding for check in _BY_EVENTS for finding in _readable(session, check)]
    findings += check_ledger(session, findings)
    findings += _readable(session, _after(check_evaluations, findings))
    findings += _readable(session, _after(check_nudges, findings))
    if outside is not None and not outside.known:
        findings.append(Finding("audit.unknown_seal", {"seal": expected}))
    last_day, last_digest = _last_seal(session)
    return Audit(
        seals=_count(session, Seal),
        events=_count(session, Event),
        checkpoints=_count(session, Checkpoint),
        changes=_count(session, LedgerLine),
        taken_over=_taken_over(session),
        last_day=last_day,
        last_digest=last_digest,
        last_page=last_page(session),
        findings=tuple(findings),
        outside=outside,
    )


_BY_EVENTS = (check_guards, check_seals, check_gaps, check_stages)


def _readable(session: Session, check: Callable[[Session], Iterator[Finding]]) -> Iterator[Finding]:
    """What a check finds until it comes upon a value that nothing can be made of.

    The ledger names the row and the column.
    """
    try:
        yield from check(session)
    except UNREADABLE:
        yield Finding("audit.unreadable", {"part": check.__name__})


def _after(
    check: Callable[[Session, Sequence[Finding]], Iterator[Finding]], before: Sequence[Finding]
) -> Callable[[Session], Iterator[Finding]]:
    """A check that knows what was found before it."""

    @wraps(check)
    def checked(session: Session) -> Iterator[Finding]:
        return check(session, tuple(before))

    return checked


def _last_seal(session: Session) -> tuple[date | None, str]:
    query = select(col(Seal.day), col(Seal.digest)).order_by(col(Seal.day).desc()).limit(1)
    try:
        return session.exec(query).first() or (None, "")
    except UNREADABLE:
        return None, ""


def _outside(session: Session, expected: str) -> Outside:
    query = select(col(Seal.day)).where(Seal.digest == expected)
    try:
        day = session.exec(query).first()
    except UNREADABLE:  # the ledger names what was put there
        day = None
    return Outside(day is not None or is_page(session, expected), day)


def _count(
    session: Session,
    model: type[Seal] | type[Event] | type[Checkpoint] | type[LedgerLine],
) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


def _taken_over(session: Session) -> int:
    query = select(func.sum(LedgerPage.lines)).where(LedgerPage.cause != "")
    return session.exec(query).one() or 0
