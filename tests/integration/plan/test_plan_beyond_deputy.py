"""New work for somebody who is away, whose deputy may not see it: said before it is loaded."""

from datetime import date

import pytest
from plan_load_drafts import assignment, compared, plan, put, rows
from sqlalchemy import Engine

from dondoc.i18n import translator
from dondoc.services.plan.load.deputy_notes import BEYOND
from dondoc.store.database import writing
from models.person import Person, Preference

TODAY = date(2022, 1, 10)
OVER = date(2022, 1, 9)


def away(engine: Engine, person: str, deputy: str, until: date) -> None:
    ids = {row.code: row.id for row in rows(engine, Person)}
    with writing(engine) as session:
        session.add(
            Preference(
                person_id=ids[person],
                deputy_id=ids[deputy],
                paused_from=date(2022, 1, 3),
                paused_to=until,
            )
        )


def said(engine: Engine, *officials: str) -> list[str]:
    new = assignment("DN", "SL", responsible=officials)
    draft = plan(assignments=(*plan().assignments, new))
    notes = compared(engine, draft, today=TODAY).notes
    return [note.text(translator("vi")) for note in notes if note.key == BEYOND]


def test_the_work_and_both_names_are_said(engine: Engine) -> None:
    put(engine, plan())
    away(engine, "CB04", "CB02", until=date(2022, 1, 31))
    names = {row.code: row.full_name for row in rows(engine, Person)}
    (text,) = said(engine, "SL-CT")
    assert all(part in text for part in ("DN@SL", names["CB04"], names["CB02"]))


@pytest.mark.parametrize(
    ("deputy", "until", "officials"),
    [
        ("CB00", date(2022, 1, 31), ("SL-CT",)),  # the secretariat may do everything
        ("CB03", date(2022, 1, 31), ("SL-CT",)),  # the head of the unit reports on all its work
        ("CB02", date(2022, 1, 31), ("SL-CT", "LT-CT")),  # the deputy answers for it as well
        ("CB02", date(2022, 1, 31), ("SL-BT",)),  # it comes to somebody else
        ("CB02", OVER, ("SL-CT",)),
    ],
)
def test_nothing_is_said_where_nothing_is_shut(
    engine: Engine, deputy: str, until: date, officials: tuple[str, ...]
) -> None:
    put(engine, plan())
    away(engine, "CB04", deputy, until)
    assert said(engine, *officials) == []


def test_work_that_stands_already_is_not_said_again(engine: Engine) -> None:
    put(engine, plan())
    away(engine, "CB02", "CB03", until=date(2022, 1, 31))
    assert not [note for note in compared(engine, plan(), today=TODAY).notes if note.key == BEYOND]
