"""What a load made of units and people."""

from datetime import date

from plan_load_drafts import (
    rows,
)
from sqlalchemy import Engine

from models.person import Holding, Person, Position


def held(engine: Engine, code: str) -> list[tuple[str, date, date | None]]:
    positions = {p.id: p.code for p in rows(engine, Position)}
    people = {p.id: p.code for p in rows(engine, Person)}
    found = [h for h in rows(engine, Holding) if positions[h.position_id] == code]
    return sorted((people[h.person_id], h.held_from, h.held_to) for h in found)
