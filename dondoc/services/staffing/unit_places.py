"""Whether a position is that of a deputy head, as the office says where its title does not."""

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.in_force import held_on
from dondoc.services.staffing.history import hold_staff, tell
from dondoc.services.staffing.people import OFFICE
from dondoc.services.staffing.positions import position_of
from models.person import Holding
from models.rules.grounds import Grounds

PLACE = ("deputy_head",)
"""What a form shows of it."""


def set_deputy(acting: SettingsChange, position: str, deputy: bool) -> None:
    """Says that a position is a deputy head's, or is not; evaluations read it from then on.

    Raises Refused without the right, of a position that heads its unit, and of one that whoever
    acts holds: no deputy of a unit that did too little is excellent. BadInput for no such position.
    """
    acting.mandated(*OFFICE)
    hold_staff(acting.session)
    post = position_of(acting.session, position)
    if post.heads_unit:
        raise Refused("staffing.error.heads_unit", position=post.title)
    held = select(col(Holding.id)).where(
        col(Holding.position_id) == post.key, col(Holding.person_id) == acting.actor.key,
        held_on(acting.today),
    )  # fmt: skip
    if acting.session.scalars(held.limit(1)).first() is not None:
        raise Refused("staffing.error.own_place")
    if post.deputy_head is deputy:
        return
    post.deputy_head = deputy
    acting.session.add(post)
    fields = {"deputy_head": [not deputy, deputy]}
    tell(acting, "position", change="changed", ref=post.code, fields=fields)


def place_grounds(session: Session, position: str) -> Grounds:
    """What the position is by now."""
    return {PLACE[0]: "✓" if position_of(session, position).deputy_head else "–"}
