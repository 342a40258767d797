"""What changes of one's own account have in common: the proof, and the line in history."""

from sqlmodel import Session

from dondoc.services.accounts import counting, passwords
from dondoc.services.accounts.noting import note
from dondoc.web import entrance
from dondoc.web.visit import Visit
from models.account import Account


def proven(visit: Visit, password: str) -> bool:
    """Whether this is the visitor's password: a session left open must not be enough.

    Raises TooManyTries.
    """
    limit = counting.BY_CODE.of(f"own {visit.account_id}")
    tried = entrance.counted(visit.workplace, [limit], visit.wall)
    with visit.reading() as session:
        account = session.get_one(Account, visit.account_id)
    if not passwords.matches(account, password):
        return False
    with visit.writing() as session:
        counting.was_right(session, tried)
    return True


def own_note(visit: Visit, session: Session, what: str) -> None:
    """Appends to history what the visitor changed of their own account."""
    whose = visit.viewer.person_id
    note(session, visit.now, what, whose=whose, by=whose)
