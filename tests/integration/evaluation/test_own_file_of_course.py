"""The course of one's own evaluation and one's absences in the file of what is kept about one."""

from datetime import date
from pathlib import Path
from typing import Any

from counting import statements
from course_world import OPENED, context_of, dossier_in
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.i18n import translator
from dondoc.services.evaluation.course.absences import AbsenceInput, record_absence
from dondoc.services.evaluation.people.viewings import keep_viewing
from dondoc.services.personal_data.own_file.archive import in_words
from dondoc.services.personal_data.own_file.file import own_file
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.store.database import reading, writing
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.person import Person
from models.rules.absences import AbsenceReason
from models.rules.evaluation import Grade
from models.rules.evaluation_course.rounds import RoundAct

VI = translator("vi")
Rows = list[dict[str, Any]]


def test_the_file_has_every_step_the_votes_and_absences_and_nothing_unpublished(
    engine: Engine, tmp_path: Path
) -> None:
    world = deciding(engine, tmp_path)
    with world.change("binh", OPENED) as (change, session):
        key = dossier_in(session, context_of(session, OPENED), "an").row.key
        days = date(2022, 2, 7), date(2022, 2, 9)
        record_absence(change, key, AbsenceInput(*days, AbsenceReason.SICK, "Giấy 12/BV"))
    world.calls()
    row = {"of": "an", "grade": Grade.EXCELLENT, "votes": {Grade.EXCELLENT: 8, None: 1}}
    ungraded = {"of": "binh", "grade": None, "reason": "Không có việc"}
    assert not world.decides(row, ungraded, by="em").refused
    world.closes()
    steps = rows_of(world, "an", PersonalDataKind.ASSESSMENTS)
    assert [step["act"] for step in steps] == ["Tự đánh giá", "Cấp trên nhận xét"]
    assert steps[0]["criteria"] == "1: 7.5; 2: 7.5; 3: 7.5; 4: 7.5"
    assert {step["total"] for step in steps} == {100}
    world.steps_round(RoundAct.PUBLISH)
    *_, decided, for_it, for_none = rows_of(world, "an", PersonalDataKind.ASSESSMENTS)
    assert decided["grade"] == "hoàn thành xuất sắc nhiệm vụ" and for_it["grade"] == "Xuất sắc"
    assert (for_it["votes"], for_none["votes"]) == (8, 1)
    assert for_none["grade"] == "Không xếp loại"
    (absence,) = rows_of(world, "an", PersonalDataKind.ABSENCES)
    assert (absence["start"], absence["files"]) == (date(2022, 2, 7), "Giấy 12/BV")
    assert rows_of(world, "ha", PersonalDataKind.ASSESSMENTS) == []
    office = rows_of(world, "binh", PersonalDataKind.OFFICE)
    assert {"what": "thời gian vắng mặt tôi ghi", "number": 1} in office


def test_a_head_without_work_of_their_own_sees_who_looked_at_the_lists(
    engine: Engine, tmp_path: Path
) -> None:
    world = deciding(engine, tmp_path)
    with writing(world.engine) as session:
        people = dict(session.execute(select(col(Person.code), col(Person.id))).tuples().all())
        keep_viewing(session, world.programme_id, "2022-Q1", at(OPENED), None, people["em"])
    assert [look["what"] for look in rows_of(world, "binh", PersonalDataKind.LOOKS)] == [
        "xem danh sách có đồng chí"
    ]
    assert rows_of(world, "ha", PersonalDataKind.LOOKS) == []


def test_many_rounds_ask_no_more_than_one(engine: Engine, tmp_path: Path) -> None:
    world = deciding(engine, tmp_path)
    asked_for(world, "an")  # what is kept between readings is kept from here on
    one = asked_for(world, "an")
    with writing(world.engine) as session:
        held = session.scalars(select(EvaluationRound)).one()
        dossier = session.scalars(
            select(EvaluationDossier)
            .join(Person, col(Person.id) == col(EvaluationDossier.person_id))
            .where(col(Person.code) == "an")
        ).one()
        for quarter in ("2022-Q2", "2022-Q3"):
            more = EvaluationRound(**held.model_dump(exclude={"id"}) | {"period": quarter})
            session.add(more)
            session.flush()
            copied = dossier.model_dump(exclude={"id"}) | {"round_id": more.key}
            session.add(EvaluationDossier(**copied))
    assert [row["period"] for row in rows_of(world, "an", PersonalDataKind.ASSESSMENTS)] == [
        "2022-Q1", "2022-Q1", "2022-Q2", "2022-Q3",
    ]  # fmt: skip
    assert asked_for(world, "an") == one


def asked_for(world: DecidingWorld, code: str) -> int:
    """How many statements somebody's file takes."""
    with statements(world.engine) as asked, reading(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == code)).one()
        own_file(session, person, at(PUBLISHED))
    return len(asked)


def rows_of(world: DecidingWorld, code: str, kind: PersonalDataKind) -> Rows:
    """The rows of a kind in somebody's file, in words."""
    with reading(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == code)).one()
        file = own_file(session, person, at(max(HELD, PUBLISHED)))
        (shown,) = (each for each in file.kinds if each.kind is kind)
        names = shown.part.columns
        return [
            {name: in_words(value, VI) for name, value in zip(names, row, strict=True)}
            for row in shown.part.rows
        ]
