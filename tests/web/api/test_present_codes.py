"""Work is found by its reference and, where that means nothing, by its unit's code of today."""

from datetime import date

import pytest
from api_client import V1, program, send
from sites import Site
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.services.reminders.explain.explain import explain_item
from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.register import register
from dondoc.services.work.assignment_view import assignment_view
from dondoc.services.work.references import find_for_act
from dondoc.store.database import reading, writing
from models.programme import Programme
from models.unit import UnitName

TODAY = date(2022, 5, 20)


def called(site: Site, **codes: str) -> None:
    """Units that are called otherwise from now on."""
    with writing(site.workplace.engine) as session:
        names = session.exec(select(UnitName).where(col(UnitName.code).in_(codes))).all()
        for name in names:
            name.code = codes[name.code]


def test_a_program_finds_work_by_its_units_code_of_today(site: Site) -> None:
    everything, official = program(site, "CB-VPTU2"), program(site, "CB-LT2")
    called(site, LT="HLT")
    for code in ("LT", "HLT"):
        assert everything.get(f"{V1}/assignments/2022/DV01@{code}").json()["ref"] == "DV01@LT"
    [work, *_] = official.get(f"{V1}/work").json()
    ref = str(work["ref"]).replace("@LT", "@HLT")
    status, sent = send(official, ref, act="update", narrative="Còn chờ", request_key="mot-lan-ghi")
    assert status == 201, sent
    assert sent["checkpoint"]["ref"] == work["ref"]


def test_commands_find_it_too_and_its_own_reference_comes_first(site: Site) -> None:
    called(site, LT="HLT")
    called(site, YL="LT")
    now = at(TODAY)
    with reading(site.workplace.engine) as session:
        programme = session.exec(select(Programme)).one()
        for typed, unit in (("DV01@HLT", "Lập Thạch"), ("DV01@LT", "Lập Thạch")):
            view = assignment_view(session, programme, typed, now)
            assert (view.ref, unit in view.unit) == ("DV01@LT", True)
            ref = view.checkpoints[0].ref.replace("DV01@LT", typed)
            assert explain_item(session, programme, ref, now).ref == view.checkpoints[0].ref
            candidate = find_for_act(session, ref, TODAY)
            assert candidate.checkpoint.label == view.checkpoints[0].label
        rows = register(session, programme, Filters(ref="DV01@LT"), None)
        assert rows == register(session, programme, Filters(ref="DV01@HLT", day=TODAY), None)
        with pytest.raises(BadInput):
            assignment_view(session, programme, "DV01@XYZ", now)
