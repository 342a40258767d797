"""Every figure of a small office on 20 December and 8 January is what the documents make of it.

Checkpoint by checkpoint it was worked out by hand (`new_year_rights`); figures are sums of that,
and counts of acts come from SQL of this test's own.
"""

from pathlib import Path

from new_year_look import Look, shown
from new_year_office import (
    DECEMBER,
    JANUARY,
)
from new_year_played import Played
from new_year_rights import (
    IN_DECEMBER,
    IN_JANUARY,
    MOVED,
    NEXT_IN_DECEMBER,
    NEXT_IN_JANUARY,
    counted,
    right_on,
)
from programmes import current_programme
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.clock import at
from dondoc.services.audit.verify import verify
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.status import status
from dondoc.store.database import reading

RIGHT = {
    DECEMBER: {2026: IN_DECEMBER, 2027: NEXT_IN_DECEMBER},
    JANUARY: {2026: IN_JANUARY, 2027: NEXT_IN_JANUARY},
}


def looked_back(session: Session) -> list[str]:
    """In January the figures of 20 December are those of that day."""
    programme = current_programme(session, 2026)
    right = right_on(IN_DECEMBER, DECEMBER)
    found = shown(status(session, programme, at(DECEMBER, 18)).checkpoints)
    problems = [] if found == counted(right.values()) else [f"status of December: {found}"]
    made = figures(session, programme, Quarter(2026, 4), DECEMBER, None)
    ours = [one for one in right.values() if one.due_on in Quarter(2026, 4)]
    if shown(made.counts) != counted(ours):
        problems.append(f"digest of December: {made.counts}")
    if {row.ref for row in made.moved} != MOVED[DECEMBER]:
        problems.append(f"moved by December: {made.moved}")
    return problems


def test_every_figure_of_december_and_january_is_what_the_documents_make_of_it(
    engine: Engine, tmp_path: Path
) -> None:
    played = Played(engine, tmp_path)
    problems: list[str] = []
    for today, both in RIGHT.items():
        played.until(today)
        with reading(engine) as session:
            for year, told in both.items():
                look = Look(session, year, today, told, tmp_path)
                look.check()
                problems += look.problems
            assert verify(session).findings == ()
    with reading(engine) as session:
        problems += looked_back(session)
    assert not problems, "\n".join(problems)
