"""Digests are kept as they were compiled, and an identical repeat changes nothing."""

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pytest
from digest_plan import two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.services.digest import kept_digests as kept_page
from dondoc.services.digest.compile import draw, fingerprint, keep
from dondoc.services.digest.figures import figures
from dondoc.services.digest.kept_digests import page_of_digests as kept_digests
from dondoc.services.digest.parts import DigestPart
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import writing
from models.digest import Digest
from models.programme import Programme
from models.rules.roles import Mandate

Q1 = Quarter(2022, 1)
NOW = at(date(2022, 4, 8))


def compile_digest(
    session: Session,
    programme: Programme,
    quarter: Quarter,
    now: datetime,
    *more: Any,
    **named: Any,
) -> tuple[Digest, bool]:
    return keep(session, draw(session, programme, quarter, now, *more, **named).whole)


def kept(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Digest)).one()


def test_a_repeat_with_the_same_figures_keeps_one_digest(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        plan.done("KND@LT/Q1", Q1_END, 60)
        first, created = compile_digest(session, plan.programme, Q1, NOW)
        assert created
        first_id = first.key
    with writing(engine) as session:
        programme = session.get_one(Programme, 1)
        again, created = compile_digest(session, programme, Q1, at(date(2022, 4, 8), 16))
        assert (again.key, created, kept(session)) == (first_id, False, 1)
        assert again.compiled_at == NOW


def test_what_is_kept_is_what_was_counted(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        plan.done("KND@LT/Q1", Q1_END, 60)
        compile_digest(session, plan.programme, Q1, NOW)
    with writing(engine) as session:
        digest = session.exec(select(Digest)).one()
        programme = session.get_one(Programme, digest.programme_id)
        counted = figures(session, programme, Q1, date(2022, 4, 8), None)
        as_kept = DigestFigures.from_json(digest.figures)
        assert replace(as_kept, report=None, of_groups={}, moved=()) == counted
        assert fingerprint(digest.figures) == digest.figures_sha256


def test_changed_figures_another_unit_or_day_make_another_digest(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        compile_digest(session, plan.programme, Q1, NOW)
        plan.done("KND@LT/Q1", Q1_END, 60)
        assert compile_digest(session, plan.programme, Q1, NOW)[1]
        of_unit = DigestPart(unit_id=plan.units["LT"].key)
        assert compile_digest(session, plan.programme, Q1, NOW, part=of_unit)[1]
        assert compile_digest(session, plan.programme, Q1, NOW, Q1_END)[1]
        assert not compile_digest(session, plan.programme, Q1, NOW, Q1_END)[1]
        assert kept(session) == 4


def test_a_late_verification_does_not_change_the_digest_of_an_earlier_day(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        plan.report("KND@LT/Q1", Q1_END, 60)
        compile_digest(session, plan.programme, Q1, at(Q1_END, 18))
        plan.verify("KND@LT/Q1", date(2022, 4, 5))
        assert not compile_digest(session, plan.programme, Q1, NOW, Q1_END)[1]


def test_a_day_that_has_not_come_is_refused(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        with pytest.raises(BadInput, match="ahead"):
            compile_digest(session, plan.programme, Q1, NOW, date(2022, 4, 9))


def test_a_repeat_for_a_unit_keeps_one_digest_beside_that_of_all(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        of_unit = DigestPart(unit_id=plan.units["LT"].key)
        assert compile_digest(session, plan.programme, Q1, NOW, part=of_unit)[1]
        assert compile_digest(session, plan.programme, Q1, NOW)[1]
        assert not compile_digest(session, plan.programme, Q1, NOW, part=of_unit)[1]
        assert not compile_digest(session, plan.programme, Q1, NOW)[1]
        assert kept(session) == 2


def viewer_with(*mandates: Mandate) -> Viewer:
    return Viewer(1, "dung", "Dung", "vi", date(2022, 4, 8), mandates=frozenset(mandates))


def test_before_the_first_digest_there_are_none(engine: Engine):
    with writing(engine) as session:
        assert kept_digests(session, viewer_with(Mandate.SECRETARIAT), 1) == ([], 0)


def test_the_list_of_digests_says_of_whom_each_is_and_what_it_counts(engine: Engine):
    with writing(engine) as session:
        plan = two_districts(session)
        plan.done("KND@LT/Q1", Q1_END, 60)
        plan.done("CD@LT/Q1", date(2022, 4, 4), 8)
        compile_digest(session, plan.programme, Q1, NOW)
        of_td = DigestPart(unit_id=plan.units["TD"].key)
        compile_digest(session, plan.programme, Q1, NOW, part=of_td)
        (of_unit, of_all), in_all = kept_digests(session, viewer_with(Mandate.SECRETARIAT), 1)
        assert in_all == 2
        assert of_unit.digest_id == of_all.digest_id + 1
        assert (of_all.unit, of_all.total, of_all.done, of_all.overdue) == ("", 5, 2, 3)
        assert (of_unit.unit, of_unit.total, of_unit.done) == ("huyện Tam Đảo", 2, 0)
        assert kept_digests(session, viewer_with(), 1) == ([], 0)


def test_a_longer_list_of_digests_goes_on_on_the_next_page(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kept_page, "PAGE_SIZE", 2)
    with writing(engine) as session:
        plan = two_districts(session)
        days = [date(2022, 4, day) for day in (6, 7, 8)]
        for day in days:
            compile_digest(session, plan.programme, Q1, NOW, day)
        office = viewer_with(Mandate.SECRETARIAT)
        pages = [kept_digests(session, office, number) for number in (1, 2)]
        assert [[one.as_of for one in listed] for listed, _ in pages] == [days[:0:-1], days[:1]]
        assert [in_all for _, in_all in pages] == [3, 3]


def test_the_same_figures_have_the_fingerprint_that_they_have_always_had():
    """Another way of writing them down would keep every digest of before a second time."""
    written = '{"a":1,"unit":"Lập Thạch"}'
    assert fingerprint({"unit": "Lập Thạch", "a": 1}) == sha256(written.encode()).hexdigest()
