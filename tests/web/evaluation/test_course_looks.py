"""Every page with somebody's points is a look that is kept, whichever way it was asked for."""

from evaluation_round import NAME, PAGE, opened
from sites import Site
from sqlmodel import select

from dondoc.store.database import reading
from models.evaluation_viewing import EvaluationViewing

STANDING = "CB-TTTU1"


def test_a_form_that_is_shown_once_more_is_a_look_too(site: Site) -> None:
    opened(site)
    above = site.client(STANDING)
    wrong = above.post(f"{PAGE}/comment", data={"act": "report", "criterion-1": "nhiều"})
    assert wrong.status_code == 422 and NAME in wrong.text
    with reading(site.workplace.engine) as session:
        looks = session.scalars(select(EvaluationViewing)).all()
    assert [each.period for each in looks] == ["2022-Q1"]
