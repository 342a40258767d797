"""Who confirms that a past day is meant confirms the results that were named, and no others."""

from datetime import date

import pytest
from factory import district
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.staffing.far_days import NOTHING_PASSES, FarDayError, Meant
from dondoc.services.staffing.positions import take_position
from dondoc.store.database import writing
from models.person import Holding

TODAY, SINCE, DUE = date(2022, 5, 20), date(2022, 2, 15), date(2022, 3, 31)


def test_a_yes_to_some_results_says_nothing_of_others(engine: Engine) -> None:
    """What else was due, or reported, since the question was asked passes unseen otherwise."""
    with writing(engine) as session:
        place = district(session)

        def take(sure: Meant = False) -> None:
            session.flush()
            acting = acting_for_office(session, "dung", at(TODAY), at(TODAY))
            take_position(acting, "ha", "P-an", SINCE, alone=True, sure=sure)

        place.checkpoint(DUE)
        with pytest.raises(FarDayError) as asked:
            take()
        another = place.checkpoint(DUE)
        for sure in (asked.value.mark, NOTHING_PASSES):
            with pytest.raises(FarDayError) as again:
                take(sure)
            assert another in str(again.value.params["what"])
        take(again.value.mark)
        held = session.exec(select(Holding).where(Holding.held_from == SINCE)).one()
        assert (held.person_id, held.held_to) == (place.people["ha"].id, None)
