"""Who waited for another sees what the other one set, also of what was read before the wait."""

import pytest
from factory import district
from sqlalchemy import update
from sqlmodel import col, select

from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.grounds.office import check_office
from dondoc.services.staffing.grounds import PERSON, person_grounds
from dondoc.store.database import open_engine, writing
from models.person import Person
from models.rules.grounds import as_text


def test_what_was_read_before_the_wait_is_read_anew(fresh_postgres_url: str) -> None:
    """SQLite has one writer: nobody comes between there."""
    engine = open_engine(fresh_postgres_url)
    with writing(engine) as session:
        district(session)
    with pytest.raises(OutdatedError), writing(engine) as session:
        person = session.exec(select(Person).where(Person.code == "an")).one()
        shown = as_text(person_grounds(session, "an"))
        with writing(engine) as other:
            other.connection().execute(
                update(Person).where(col(Person.id) == person.id).values(full_name="Tên khác")
            )
        check_office(session, shown, lambda held: person_grounds(held, "an"), PERSON)
    engine.dispose()
