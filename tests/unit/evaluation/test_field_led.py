"""Which work is of the field that a leader leads: of a unit and all below it, and of no other."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from scoring_rules import exact

from dondoc.services.evaluation.people.led_fields import LedFields
from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.quarter import Quarter
from models.rules.calendar import calendar_of
from models.rules.indicators import Direction
from models.rules.led_fields import FieldOfWork
from models.rules.scoring.from_checkpoints import WorkAsked

LEADER, TOP, BELOW, LOWEST, OTHER = 9, 1, 2, 3, 4
JANUARY = date(2022, 1, 1)


def work(unit_id: int, ref: str, day: date = date(2022, 3, 10)) -> OfficialWork:
    asked = WorkAsked(ref, exact(1), day, Direction.HIGHER, True, None)
    return OfficialWork(
        ref=ref, title="Đề án", unit_id=unit_id, unit="Sở", position="Giám đốc", asked=asked,
        result=None, reason=None, due_on=day, original_due_on=day, unit_of_measure="",
        expected=None, value=None, is_estimate=False, weight=Decimal(1),
    )  # fmt: skip


def refs(works: Sequence[OfficialWork] | None) -> list[str] | None:
    return None if works is None else sorted(each.ref for each in works)


def test_it_is_the_work_of_everybody_in_the_units_and_what_nobody_leads() -> None:
    people = PeopleWork(
        by_person={
            5: [work(TOP, "A"), work(OTHER, "B")],
            6: [work(BELOW, "C"), work(BELOW, "D", date(2022, 4, 1))],
            7: [work(LOWEST, "E")],
        },
        away={},
        calendar=calendar_of([2022], (), ()),
        vacant=[work(LOWEST, "F"), work(OTHER, "G")],
        fields=LedFields(
            {LEADER: (FieldOfWork(TOP, "", JANUARY, None),)}, {LOWEST: BELOW, BELOW: TOP}
        ),
    )
    assert refs(people.field_in(LEADER, Quarter(2022, 1))) == ["A", "C", "E", "F"]
    assert refs(people.field_in(LEADER, Quarter(2022, 2))) == ["D"]
    assert refs(people.field_in(LEADER, Quarter(2021, 4))) is None
    assert refs(people.field_in(5, Quarter(2022, 1))) is None
