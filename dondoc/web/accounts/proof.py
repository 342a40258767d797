"""What changes of one's own account have in common: the proof, and the line in history.

Whatever guards an account, or opens it another way, is changed only by somebody who signed in, or
gave the password again, within the last minutes: a session left open must not be enough. Who has
no password here, as with single sign-on, signs in again.
"""

from collections.abc import Callable

from fastapi.responses import Response
from sqlmodel import Session

from dondoc.services.accounts.find_account import hold_account
from dondoc.services.accounts.history import note
from dondoc.services.accounts.sign_in import passwords, sessions, tries
from dondoc.web.accounts import door
from dondoc.web.site.caller import SignInNeededError
from dondoc.web.site.forms import Form
from dondoc.web.site.inner_addresses import way_back
from dondoc.web.site.visit import Visit
from models.account import Account
from models.rules.time_limits import passed_within

PASSWORD, SIGN_IN = "password", "sign_in"


def unproven(visit: Visit, form: Form, again: Callable[[], Response]) -> Response | None:
    """The answer to who has not shown that it is them; None for who has.

    They have who signed in just now, or typed the right password into the field `current`; a wrong
    one is refused in any case. `again`: the page with what is wrong with the form.
    """
    typed = form.text("current")
    if not typed and not proof_needed(visit):
        return None
    try:
        right = bool(typed) and proven(visit, typed)
    except tries.TooManyTries as error:
        return door.too_many_tries(visit.request, error)
    if right:
        return None
    if proof_needed(visit) == SIGN_IN:
        form.fail("current", "account.error.sign_in_again")
    else:
        form.fail("current", "account.error.current" if typed else "account.error.prove")
    return again()


def proof_needed(visit: Visit) -> str:
    """What a form must ask for: nothing, the `password`, or to `sign_in` again without one."""
    if passed_within(visit.passed_at, visit.wall, sessions.RECENT):
        return ""
    with visit.reading() as session:
        account = session.get_one(Account, visit.account_id)
    return PASSWORD if account.password_hash else SIGN_IN


def proven(visit: Visit, password: str) -> bool:
    """Whether this is the visitor's password; then it is not asked for again for a while.

    Raises TooManyTries.
    """
    limit = tries.BY_CODE.of(f"own {visit.account_id}")
    tried = door.counted(visit.workplace, [limit], visit.wall)
    with visit.reading() as session:
        account = session.get_one(Account, visit.account_id)
    if not passwords.matches(account, password):
        return False
    with visit.writing() as session:
        tries.was_right(session, tried)
        sessions.pass_again(session, visit.session_id, visit.wall)
    return True


def own_account(visit: Visit, session: Session) -> Account:
    """The visitor's account, held as it stands now.

    Raises SignInNeededError where it was disabled, or this session ended, since they came in.
    """
    account = hold_account(session, visit.account_id)
    if not sessions.stands(session, account, visit.session_id):
        raise SignInNeededError(way_back(visit.request))
    return account


def own_note(visit: Visit, session: Session, what: str) -> None:
    """Appends to history what the visitor changed of their own account."""
    whose = visit.viewer.person_id
    note(session, visit.now, what, whose=whose, by=whose)
