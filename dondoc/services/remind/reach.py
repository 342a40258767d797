"""From an audience to people who can be reached, and who answers when nobody can."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.chunks import chunks
from dondoc.services.people import Directory, Holder
from dondoc.services.remind.reasons import Reason
from dondoc.services.remind.states import State
from models.person import Contact
from models.rules.roles import Audience

CHANNEL = "mail"
"""The channel of the first stage; a person's other addresses wait for theirs."""

_ONWARD: dict[Audience, tuple[Audience, ...]] = {
    Audience.LEAD: (Audience.UNIT_HEAD, Audience.COMMITTEE_SECRETARY, Audience.SECRETARIAT),
    Audience.UNIT_HEAD: (Audience.COMMITTEE_SECRETARY, Audience.SECRETARIAT),
    Audience.COMMITTEE_SECRETARY: (Audience.UNIT_HEAD, Audience.SECRETARIAT),
    Audience.COMMITTEE_HEAD: (Audience.UNIT_HEAD, Audience.SECRETARIAT),
    Audience.COORDINATING: (Audience.SECRETARIAT,),
    Audience.STANDING_COMMITTEE: (Audience.SECRETARIAT,),
    Audience.SECRETARIAT: (),
}
"""Who is told instead when nobody of an audience can be reached."""

MAY_BE_EMPTY = frozenset({Audience.COORDINATING, Audience.STANDING_COMMITTEE})
"""Not every assignment has coordinating units: an empty audience is no gap here."""


def addresses(session: Session, person_ids: Iterable[int] | None = None) -> dict[int, str]:
    """The address that each person prefers among those in use."""
    query = (
        select(col(Contact.person_id), col(Contact.address))
        .where(col(Contact.channel) == CHANNEL, col(Contact.disabled_at).is_(None))
        .order_by(col(Contact.rank), col(Contact.id))
    )
    found: dict[int, str] = {}
    if person_ids is None:
        portions = [query]
    else:
        wanted = chunks(sorted(set(person_ids)))
        portions = [query.where(col(Contact.person_id).in_(ids)) for ids in wanted]
    for portion in portions:
        for person_id, address in session.execute(portion):
            if address.strip():
                found.setdefault(person_id, address.strip())
    return found


@dataclass(frozen=True)
class Reached:
    """`people` get it; `stand_in`: the audience that they are of, when it is another one.

    `unreachable`: people who should have got it and have no address in use.
    """

    people: tuple[Holder, ...] = ()
    stand_in: Audience | None = None
    unreachable: tuple[Holder, ...] = ()


@dataclass
class Reach:
    """Resolves audiences with one day's directory; answers are kept per assignment."""

    directory: Directory
    addresses: dict[int, str]
    _known: dict[tuple[int, Audience], Reached] = field(default_factory=dict)

    def of(self, reason: Reason, state: State) -> Reached:
        """Who hears of a reason today."""
        key = (state.assignment_id, reason.audience)
        if key not in self._known:
            self._known[key] = self._resolve(*key)
        return self._known[key]

    def _resolve(self, assignment_id: int, audience: Audience) -> Reached:
        named = self.directory.recipients(assignment_id, audience)
        reachable, unreachable = self._split(named.holders)
        if reachable or not named.holders:
            return Reached(reachable, named.stand_in, unreachable)
        for candidate in _ONWARD[audience]:
            other = self.directory.recipients(assignment_id, candidate)
            found, lost = self._split(other.holders)
            unreachable += tuple(one for one in lost if one not in unreachable)
            if found:
                return Reached(found, other.stand_in or candidate, unreachable)
        return Reached((), None, unreachable)

    def _split(self, holders: tuple[Holder, ...]) -> tuple[tuple[Holder, ...], tuple[Holder, ...]]:
        reachable = tuple(one for one in holders if one.person_id in self.addresses)
        return reachable, tuple(one for one in holders if one.person_id not in self.addresses)
