"""A draft of a rule set tried on a quarter is compared with what judges that quarter: its round."""

from pathlib import Path

from deciding_world import PUBLISHED, deciding
from evaluated_stories import DECREE
from own_rule_files import own
from sqlalchemy import Engine, select

from dondoc.services.evaluation.people.tried import tried_on
from dondoc.services.figures.quarter import Quarter
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.evaluation import Grade


def test_the_rules_that_the_round_froze_and_the_points_entered_in_it(
    engine: Engine, tmp_path: Path
) -> None:
    deciding(engine, tmp_path)
    draft = own(base=DECREE)
    with reading(engine) as session:
        programme = session.scalars(select(Programme)).one()
        (an,) = tried_on(session, programme, draft, Quarter(2022, 1), PUBLISHED).officials
    assert (an.place.code, an.now.code) == ("an", DECREE)
    assert an.now.bounds == an.draft.bounds == (100, 100)
    assert (an.now.grade, an.crosses, an.differs) == (Grade.EXCELLENT, False, False)
