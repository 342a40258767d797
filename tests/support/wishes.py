"""Wishes of the people of a small office."""

from datetime import date

from settings_world import SettingsWorld
from sqlalchemy import select

from dondoc.services.reach.reachability import (
    Reachability,
    open_routes,
)
from models.person import Person

MONDAY = date(2022, 3, 21)


def routes(world: SettingsWorld, day: date = MONDAY) -> tuple[Reachability, dict[str, int]]:
    with world.look() as session:
        people = {one.code: one.key for one in session.scalars(select(Person))}
        return open_routes(session, day), people
