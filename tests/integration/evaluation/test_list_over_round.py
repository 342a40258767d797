"""The list of officials and the page of one of them score a quarter by the same rule set."""

from pathlib import Path

from course_world import begin
from deciding_world import PUBLISHED, DecidingWorld
from evaluated_stories import DECREE
from sqlalchemy import Engine

from dondoc.services.evaluation.people.rules_in_force import rules_of_quarters
from dondoc.store.database import reading


def test_a_quarter_with_a_round_is_judged_by_what_the_round_froze(
    engine: Engine, tmp_path: Path
) -> None:
    world = DecidingWorld(engine, tmp_path, begin(engine, tmp_path).refs)

    def codes(year: int = PUBLISHED.year) -> list[str]:
        with reading(engine) as session:
            return [each.code for each in rules_of_quarters(session, year, False)]

    before = codes()
    assert before[0] != DECREE
    world.opened()
    assert codes() == [DECREE, *before[1:]]
    assert DECREE not in codes(2021)
    with reading(engine) as session:
        other = rules_of_quarters(session, 2022, False)[1]
        asked = rules_of_quarters(session, 2022, False, other)
    assert {each.code for each in asked} == {other.code}
