"""What an administrator does with somebody's account, at a page or at the machine itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col, func

from dondoc.errors import BadInput, Refused
from dondoc.services.accounts import api_tokens, password_links
from dondoc.services.accounts.find_account import account_of
from dondoc.services.accounts.history import note
from dondoc.services.accounts.sign_in import second_factor, sessions
from dondoc.services.organisation.administrators import somebody_left
from dondoc.services.organisation.mandates import mandates_of
from dondoc.services.organisation.viewer import Viewer
from models.account import Account
from models.person import Person
from models.rules.checkpoints import local_date
from models.rules.roles import Mandate, Role


def only_administrators(by: Viewer | None) -> None:
    """Raises Refused for anybody but an administrator, or who holds the machine itself (None)."""
    if by is not None and not by.has(Mandate.ADMINISTRATOR):
        raise Refused("settings.error.not_your_role", roles=frozenset({Role.ADMINISTRATOR}))


def only_who_still_administers(session: Session, by: Viewer) -> None:
    """Raises Refused for whom the right was taken since they came in."""
    if Mandate.ADMINISTRATOR not in mandates_of(session, by.person_id, by.day):
        raise Refused("settings.error.not_your_role", roles=frozenset({Role.ADMINISTRATOR}))


@dataclass(frozen=True)
class AccountManagement:
    """An administrator at work on `person`'s account. `by` None: who holds the machine itself.

    `now`: in the programme's time, for history; `wall`: in real time.
    """

    session: Session
    person: Person
    by: Viewer | None
    now: datetime
    wall: datetime

    def __post_init__(self) -> None:
        """Raises Refused for anybody but an administrator."""
        only_administrators(self.by)

    @property
    def account(self) -> Account:
        """The person's account. Raises BadInput where there is none."""
        account = account_of(self.session, self.person.key)
        if account is None:
            raise BadInput("account.error.none", person=self.person.full_name)
        return account

    def note(self, what: str, **data: object) -> None:
        """Appends to history."""
        by = self.by.person_id if self.by is not None else None
        note(self.session, self.now, what, whose=self.person.key, by=by, **data)


def make(management: AccountManagement, *, administrator: bool = False) -> Account:
    """An account for a person who has none. Raises Refused where there is one."""
    if account_of(management.session, management.person.key) is not None:
        raise Refused("account.error.exists", person=management.person.full_name)
    account = Account(
        person_id=management.person.key, made_at=management.wall, administrator=administrator
    )
    management.session.add(account)
    management.session.flush()
    management.note("made", administrator=administrator)
    return account


def invite(management: AccountManagement) -> str:
    """The token of a link that sets a password within two working days; it is shown once.

    Raises Refused for a disabled account.
    """
    account = management.account
    if account.disabled_at is not None:
        raise Refused("account.error.is_disabled", person=management.person.full_name)
    token = password_links.make_invitation(management.session, account, management.wall)
    management.note("invited")
    return token


def reset_second_factor(management: AccountManagement) -> None:
    """For whoever lost the phone: the password alone opens the account until it is set up again."""
    account = management.account
    if not second_factor.is_on(account):
        raise Refused("account.error.totp_is_off", person=management.person.full_name)
    second_factor.turn_off(management.session, account)
    sessions.end(management.session, account.key)
    management.note("totp_reset")


def ask_for_new_password(management: AccountManagement) -> None:
    """At the next sign-in another password must be chosen; whoever is signed in is signed out.

    Programs too: tokens end at once, as with a password that was reset.
    """
    account = management.account
    if not account.password_hash:
        raise Refused("account.error.no_password", person=management.person.full_name)
    account.must_change = True
    sessions.end(management.session, account.key)
    management.note("must_change")
    if ended := api_tokens.revoke_all(management.session, management.person.key, management.wall):
        management.note("tokens_revoked", n=ended)


def disable(management: AccountManagement) -> None:
    """Nobody gets in by this account any more. Raises Refused for the last administrator.

    Also for one who administers by a position: without an account it lets nobody in.
    """
    account = management.account
    _keep_an_administrator(management.session, account)
    with somebody_left(management.session, local_date(management.now)):
        account.disabled_at = account.disabled_at or management.wall
    password_links.drop(management.session, account.key)
    sessions.end(management.session, account.key)
    management.note("disabled")


def enable(management: AccountManagement) -> None:
    """Takes an account into use again."""
    management.account.disabled_at = None
    management.note("enabled")


def set_administrator(management: AccountManagement, is_wanted: bool) -> None:
    """Gives or takes the administrator's right. Raises Refused for the last one who has it."""
    account = management.account
    if not is_wanted:
        _keep_an_administrator(management.session, account)
    with somebody_left(management.session, local_date(management.now)):
        account.administrator = is_wanted
    management.note("administrator_given" if is_wanted else "administrator_taken")


def _keep_an_administrator(session: Session, account: Account) -> None:
    """An installation without an administrator could only be mended at the machine."""
    if not account.administrator:
        return
    # Two who take each other's right at once: the second waits here, and is then the last.
    everybody = select(col(Account.id)).where(
        col(Account.administrator), col(Account.disabled_at).is_(None)
    )
    left = set(session.scalars(everybody.order_by(col(Account.id)).with_for_update()))
    if not left - {account.key}:
        raise Refused("account.error.last_administrator")


def exist(session: Session) -> bool:
    """Whether anybody has an account yet."""
    return bool(session.scalar(select(func.count()).select_from(Account)))
