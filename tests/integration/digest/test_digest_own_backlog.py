"""Nobody approves a digest that lists their own work as overdue from before its period."""

from datetime import date

import pytest
from programmes import current_programme
from settings_world import SettingsWorld
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.digest.approve import approve
from dondoc.services.digest.compile import draw, keep
from dondoc.services.figures.quarter import Quarter
from dondoc.store.database import writing
from models.person import Holding, Person, ProgrammeMandate
from models.rules.roles import Mandate


def test_an_old_overdue_checkpoint_is_ones_own_work_too(engine: Engine) -> None:
    """An's is due on 31/3 and reported by nobody; the second quarter has nothing of An's due."""
    office = SettingsWorld.begin(engine)
    office.now = at(date(2022, 7, 4), 9)
    with writing(engine) as session:
        programme = current_programme(session)
        held = select(Holding).join(Person).where(Person.code == "an")
        for holding in session.exec(held).all():
            session.add(
                ProgrammeMandate(
                    programme_id=programme.key,
                    position_id=holding.position_id,
                    mandate=Mandate.SECRETARIAT,
                )
            )
        drawn = draw(session, programme, Quarter(2022, 2), office.now).whole
        assert len(drawn.figures["backlog"]) == 1 and not drawn.figures["counts"]["total"]
        key = keep(session, drawn)[0].key
    with pytest.raises(Refused, match="own"), office.office("an") as change:
        approve(change, key)
    with office.office("dung") as change:
        approve(change, key)
