"""One letter of the small world of reminders, written out."""

from dataclasses import replace
from datetime import date
from typing import Any

from composed_letter import compose
from remind_world import OFFICE, World
from sqlalchemy import select

from dondoc.clock import at
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.store.database import reading
from models.message import Message
from models.person import Person


def letter(world: World, to: str, day: date, language: str = "vi", **office: Any) -> ComposedLetter:
    with reading(world.engine) as session:
        query = select(Message).join(Person, Person.id == Message.person_id)
        message = session.scalars(
            query.where(Person.code == to).order_by(Message.id.desc())
        ).first()
        message.language = language  # for this reading alone
        with session.no_autoflush:
            return compose(session, message, at(day, 7), replace(OFFICE, **office))
