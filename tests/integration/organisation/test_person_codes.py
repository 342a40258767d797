"""People are found whatever the case of their code, and no two codes differ in case alone."""

from collections.abc import Iterator
from datetime import date

import pytest
from factory import District, district
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.accounts.find_account import person_named
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.person_codes import clashes
from dondoc.services.staffing.people import add_person
from dondoc.store.database import writing
from models.person import Person

TODAY = date(2022, 5, 20)


@pytest.fixture
def lt(engine: Engine) -> Iterator[District]:
    with writing(engine) as session:
        made = district(session)
        session.add(Person(code="CB-Đức2", full_name="Lê Đức"))
        session.flush()
        yield made


def add(lt: District, code: str) -> Person:
    return add_person(acting_for_office(lt.session, "dung", at(TODAY), at(TODAY)), code, "Ai", "vi")


@pytest.mark.parametrize("typed", ["CB-Đức2", "cb-đức2", " CB-ĐỨC2 ", "cb-\u0111u\u031b\u0301c2"])
def test_they_are_found_in_any_case_and_composition(lt: District, typed: str):
    assert find_person(lt.session, typed).code == "CB-Đức2"
    named = person_named(lt.session, typed)
    assert named is not None and named.code == "CB-Đức2"


@pytest.mark.parametrize("code", ["AN", "An", "cb-ĐỨC2"])
def test_a_code_that_differs_in_case_alone_is_taken(lt: District, code: str):
    with pytest.raises(Refused, match="code_taken"):
        add(lt, code)


@pytest.mark.parametrize("code", ["..", ".ab", "a..b", "-ab"])
def test_what_would_never_open_is_no_code(lt: District, code: str):
    with pytest.raises(BadInput, match=r"error\.code"):
        add(lt, code)


def test_codes_that_clash_already_are_named_and_each_is_found_as_written(lt: District):
    assert clashes(lt.session) == []
    lt.session.add(Person(code="AN", full_name="Một người khác"))
    lt.session.flush()
    assert clashes(lt.session) == [("AN", "an")]
    assert find_person(lt.session, "an").full_name != find_person(lt.session, "AN").full_name
    assert person_named(lt.session, "An") is None
    with pytest.raises(BadInput, match=r"person\.unknown"):
        find_person(lt.session, "An")
