"""What somebody of another unit found when they looked at a verified result again."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from dondoc.errors import Refused
from dondoc.services.evaluation.course.errors import FieldError, UnreadError, raise_faults
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from models.recheck import Recheck
from models.rules.grounds import Grounds
from models.rules.texts import bare
from models.verdict import Verification

MAX_LETTERS = 1000


@dataclass(frozen=True)
class RecheckAnswer:
    """Whether somebody agrees with a verdict, else the number that they find, and why.

    `unread`: what the form could not read.
    """

    agrees: bool
    value: Decimal | None
    reason: str
    unread: tuple[UnreadError, ...] = ()


def answer(change: SettingsChange, recheck_id: int, entered: RecheckAnswer) -> None:
    """Keeps whether somebody agrees with a verdict; the verdict stays what it is.

    Raises Refused for anybody else and once it was answered, FieldError with all that is wrong: a
    disagreement without a reason, or without a number where one was verified, and the very number
    that was verified.
    """
    hold_office(change.session)
    row = change.session.get(Recheck, recheck_id, populate_existing=True)
    if row is None or row.verifier_id != change.actor.key:
        raise Refused("recheck.error.not_yours")
    if row.answered_at is not None:
        raise Refused("recheck.error.answered")
    verified = change.session.get_one(Verification, row.verification_id).value
    raise_faults(_faults(entered, verified))
    row.agrees, row.reason, row.answered_at = entered.agrees, bare(entered.reason), change.now
    row.value = verified if entered.agrees else entered.value
    change.session.flush()
    change.note("recheck_answered", recheck=row.key)


def _faults(entered: RecheckAnswer, verified: Decimal | None) -> Iterator[FieldError]:
    """Everything that is missing or cannot be, in the order of the form."""
    yield from entered.unread
    if not entered.agrees and verified is not None:
        if entered.value is None:
            yield FieldError("value", "recheck.error.no_value")
        elif entered.value == verified:
            yield FieldError("value", "recheck.error.same_value")
    words = bare(entered.reason)
    if not entered.agrees and not words:
        yield FieldError("reason", "recheck.error.no_reason")
    if len(words) > MAX_LETTERS:
        yield FieldError("reason", "recheck.error.long", found=len(words), most=MAX_LETTERS)


def recheck_grounds(session: Session, recheck_id: int) -> Grounds:
    """Whether a result was looked at again already."""
    row = session.get(Recheck, recheck_id)
    state = "" if row is None or row.agrees is None else "agrees" if row.agrees else "differs"
    return {f"recheck:{recheck_id}": state}
