"""The plan of two busy quarters: units, holders and work of a small programme."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from plan_load_drafts import YEAR, holding, indicator, plan, quarters

from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CheckpointDraft,
    CommitteeMemberDraft,
    HoldingDraft,
    PlanDraft,
    UnitDraft,
)

OFFICE, JUDGE = "CB00", "CB09"
UNITS = ("LT", "SL", "YL", "BX")
HANDED_OVER = date(YEAR, 5, 16)
"""From that day LT-BT is another's; SL-BT stands empty for a month before."""


def busy_plan() -> PlanDraft:
    """Four districts; of every kind of indicator one that several carry."""
    made = [
        indicator("KND", unit_of_measure="đảng viên"),
        indicator("DN", kind="running_total", unit_of_measure="doanh nghiệp"),
        indicator("TL", kind="percentage", roll_up="weighted_mean", unit_of_measure="%"),
        indicator("HN", kind="increment", direction="lower", unit_of_measure="vụ"),
        indicator("CD", kind="last_value", direction="lower", roll_up="none"),
        indicator("SP", kind="product", roll_up="none", cut_off_days=3),
    ]
    shown = plan()
    return plan(
        units=(shown.units[0], *(UnitDraft(one, f"Huyện {one}", "localities") for one in UNITS)),
        holdings=tuple(_holdings()),
        committee_members=tuple(
            CommitteeMemberDraft(unit, f"{unit}-{post}", seat)
            for unit in UNITS[:3]
            for post, seat in (("BT", "head"), ("CT", "secretary"))
        ),
        indicators=tuple(made),
        assignments=tuple(_assignments()),
    )


def _holdings() -> Iterator[HoldingDraft]:
    yield holding("TU-TK", OFFICE, roles=("administrator", "secretariat"))
    yield holding("TU-PB", JUDGE, roles=("secretariat", "standing_committee"))
    for number, unit in enumerate(UNITS):
        first = {"is_head": True}
        if unit in ("LT", "SL"):
            ends = HANDED_OVER - timedelta(days=1 if unit == "LT" else 31)
            yield holding(f"{unit}-BT", f"CB{number}1", valid_to=ends, **first)
            yield holding(f"{unit}-BT", f"CB{number}3", valid_from=HANDED_OVER, **first)
        else:
            yield holding(f"{unit}-BT", f"CB{number}1", **first)
        yield holding(f"{unit}-CT", f"CB{number}2")


def _assignments() -> Iterator[AssignmentDraft]:
    for number, unit in enumerate(UNITS):
        given: dict[str, Any] = {
            "deadline": date(YEAR, 12, 31),
            "responsible": (f"{unit}-BT", f"{unit}-CT")[: 1 + number % 2],
        }
        ends = quarters(3, 5, 4, 8)
        yield AssignmentDraft("KND", unit, checkpoints=ends, target=Decimal(20), **given)
        half = quarters(10, 20, None, None) if number < 3 else quarters(10, None, 15, 20)
        yield AssignmentDraft("DN", unit, checkpoints=half, target=Decimal(20), **given)
        share = quarters(60, 90, None, 95)
        weight = Decimal(number)
        yield AssignmentDraft(
            "TL", unit, checkpoints=share, target=Decimal(95), weight=weight, **given
        )
        none = quarters(0, 2, 2, 0)
        yield AssignmentDraft("HN", unit, checkpoints=none, target=Decimal(4), **given)
        if number < 3:
            worst = quarters(5, 5, None, 4)
            yield AssignmentDraft("CD", unit, checkpoints=worst, target=Decimal(4), **given)
            yield AssignmentDraft(
                "SP", unit, checkpoints=tuple(_steps()), target_product="Đề án", **given
            )


def _steps() -> Iterator[CheckpointDraft]:
    """A Sunday, the holiday before a quarter's middle, the quarter's last day, the next's first."""
    days = ((2, 27), (3, 31), (4, 30), (6, 26), (7, 1))
    for number, (month, day) in enumerate(days, 1):
        due = date(YEAR, month, day)
        yield CheckpointDraft(
            f"B{number}", f"Bước {number}", due - timedelta(days=40), due, product=f"Bản {number}"
        )
