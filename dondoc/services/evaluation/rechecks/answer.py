"""What somebody of another unit found when they looked at a verified result again."""

from decimal import Decimal

from sqlmodel import Session

from dondoc.errors import BadInput, Refused
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from models.recheck import Recheck
from models.rules.grounds import Grounds
from models.rules.texts import bare
from models.verdict import Verification

MAX_LETTERS = 1000


def answer(
    change: SettingsChange, recheck_id: int, agrees: bool, value: Decimal | None, reason: str
) -> None:
    """Keeps whether somebody agrees with a verdict; the verdict stays what it is.

    Raises Refused for anybody else and once it was answered, BadInput for a disagreement without a
    reason, or without a number where one was verified, and for the very number that was verified.
    """
    hold_office(change.session)
    row = change.session.get(Recheck, recheck_id, populate_existing=True)
    if row is None or row.verifier_id != change.actor.key:
        raise Refused("recheck.error.not_yours")
    if row.answered_at is not None:
        raise Refused("recheck.error.answered")
    words = bare(reason)
    if len(words) > MAX_LETTERS:
        raise BadInput("recheck.error.long", found=len(words), most=MAX_LETTERS)
    verified = change.session.get_one(Verification, row.verification_id).value
    if not agrees:
        _check(words, value, verified)
    row.agrees, row.reason, row.answered_at = agrees, words, change.now
    row.value = verified if agrees else value
    change.session.flush()
    change.note("recheck_answered", recheck=row.key)


def _check(words: str, value: Decimal | None, verified: Decimal | None) -> None:
    if not words:
        raise BadInput("recheck.error.no_reason")
    if verified is None:
        return
    if value is None:
        raise BadInput("recheck.error.no_value")
    if value == verified:
        raise BadInput("recheck.error.same_value")


def recheck_grounds(session: Session, recheck_id: int) -> Grounds:
    """Whether a result was looked at again already."""
    row = session.get(Recheck, recheck_id)
    state = "" if row is None or row.agrees is None else "agrees" if row.agrees else "differs"
    return {f"recheck:{recheck_id}": state}
