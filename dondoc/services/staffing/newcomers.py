"""Taking a position up as one act: who comes, how they are reached, and from which day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from dondoc.errors import Refused
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.reach.address_syntax import checked
from dondoc.services.reach.channels import find_open
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reach.telephone import number_of
from dondoc.services.staffing.far_days import Meant
from dondoc.services.staffing.history import tell
from dondoc.services.staffing.people import add_person
from dondoc.services.staffing.positions import take_position
from dondoc.vault import vault
from models.person import Contact


@dataclass(frozen=True)
class Newcomer:
    """Who takes a position up; `full_name` and what follows only of somebody who is new here."""

    code: str
    full_name: str = ""
    mail: str = ""
    telephone: str = ""


def hand_over(
    acting: SettingsChange,
    newcomer: Newcomer,
    position: str,
    since: date,
    *,
    alone: bool,
    sure: Meant = False,
) -> None:
    """Makes the person where they are new, with an address, and gives them the position.

    The office vouches for a new person's address, as a plan does; nobody else's is touched, since
    a password could be reset by it. Raises like `add_person` and `take_position`; BadInput for an
    address or a telephone that is none, Refused for an address that somebody has.
    """
    if newcomer.full_name:
        person = add_person(acting, newcomer.code, newcomer.full_name, "vi")
        person.telephone = number_of(newcomer.telephone)
        if newcomer.mail:
            _address(acting, person.key, newcomer)
    take_position(acting, newcomer.code, position, since, alone=alone, sure=sure)


def _address(acting: SettingsChange, person_id: int, newcomer: Newcomer) -> None:
    mail = checked(find_open(acting.session, MAIL), newcomer.mail)
    fingerprint = vault().fingerprint(MAIL, mail)
    if acting.session.scalars(
        select(Contact).where(col(Contact.fingerprint) == fingerprint).limit(1)
    ).first():
        raise Refused("staffing.error.address_taken")
    acting.session.add(
        Contact(
            person_id=person_id,
            address=mail,
            fingerprint=fingerprint,
            confirmed_at=acting.now,
        )
    )
    tell(acting, "contact", ref=newcomer.code, old=None, new=MAIL)
