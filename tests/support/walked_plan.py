"""The plans of the small office that is walked: three districts over two programmes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from office_deeds import Planned
from office_facts import Facts, Held
from plan_load_drafts import holding, indicator, plan, quarters
from programmes import current_programme
from sqlmodel import Session

from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.plan.load.load import difference, load
from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CheckpointDraft,
    CommitteeMemberDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)

LAST, NEXT = 2026, 2027
UNITS = ("LT", "SL", "YL")
OFFICE, JUDGE, CLERK = "CB00", "CB09", "CB08"
OFFICE_POSTS = ("TU-TK", "TU-PB", "TU-TH")
POSTS = tuple(f"{unit}-{post}" for unit in UNITS for post in ("BT", "CT"))
PEOPLE = ("CB11", "CB12", "CB21", "CB22", "CB31", "CB32", "CB41", "CB42")
"""Of these the last two hold nothing at first: everything must be handed over to somebody."""

_RESPONSIBLE = (("BT",), ("CT",), ("BT", "CT"))


def plan_of(year: int) -> PlanDraft:
    """Numbers more and less of which is better, and a product in steps."""
    made = (
        indicator("KND", cut_off_days=None),
        indicator("HN", kind="increment", direction="lower"),
        indicator("TL", kind="percentage", roll_up="weighted_mean"),
        indicator("SP", kind="product", roll_up="none", cut_off_days=3),
    )
    shown = plan()
    return replace(
        shown,
        programme=ProgrammeDraft(year, f"Năm {year}", rule_set="ND-335-2025"),
        units=(shown.units[0], *(UnitDraft(u, f"Huyện {u}", "localities") for u in UNITS)),
        holdings=(
            holding("TU-TK", OFFICE, roles=("administrator", "secretariat")),
            holding("TU-PB", JUDGE, roles=("secretariat", "standing_committee")),
            holding("TU-TH", CLERK, roles=("secretariat",)),
            *(
                holding(post, person, is_head=post.endswith("BT"))
                for post, person in zip(POSTS, PEOPLE, strict=False)
            ),
            *(holding(f"TU-{person}", person) for person in PEOPLE[6:]),
        ),
        committee_members=tuple(
            CommitteeMemberDraft(unit, f"{unit}-{post}", seat)
            for unit in UNITS[:2]
            for post, seat in (("BT", "head"), ("CT", "secretary"))
        ),
        indicators=made,
        assignments=tuple(_assignments(year)),
    )


def _assignments(year: int) -> Iterator[AssignmentDraft]:
    for number, unit in enumerate(UNITS):
        for nth, code in enumerate(("KND", "HN", "TL", "SP")):
            posts = tuple(f"{unit}-{post}" for post in _RESPONSIBLE[(number + nth) % 3])
            steps = tuple(_steps(year)) if code == "SP" else quarters(5, 10, 3, 8, year=year)
            yield AssignmentDraft(
                code, unit, date(year, 12, 31), steps, responsible=posts,
                target=None if code == "SP" else Decimal(20),
                target_product="Đề án" if code == "SP" else None,
            )  # fmt: skip


def _steps(year: int) -> Iterator[CheckpointDraft]:
    """On a quarter's last day, a Saturday, within the quarter, and after the holiday."""
    days = ((9, 30), (10, 24), (11, 20), (12, 15), (12, 31)) if year == LAST else ((1, 9), (1, 29))
    for number, (month, day) in enumerate(days, 1):
        due = date(year, month, day)
        opens = due - timedelta(days=30)
        yield CheckpointDraft(f"B{number}", f"Bước {number}", opens, due, product=f"Bản {number}")


def plan_with_others(
    session: Session, year: int, item: str, positions: tuple[str, ...], now: datetime
) -> None:
    """Loads the plan of one item with other positions; what is asked about it is meant so."""
    stored = draft_of(session, current_programme(session, year), now.date())
    (work,) = (one for one in stored.assignments if f"{one.indicator_code}@{one.unit_code}" == item)
    kinds = tuple(one for one in stored.indicators if one.code == work.indicator_code)
    draft = replace(
        stored, holdings=(), committee_members=(), calendar_days=(), indicators=kinds,
        assignments=(replace(work, responsible=positions),),
    )  # fmt: skip
    doubts = difference(session, draft, complete=False, today=now.date()).doubts
    sure = frozenset(doubt.sent_back(doubt.answers[0]) for doubt in doubts)
    load(session, draft, now=now, complete=False, actor_id=None, plan_sha256="cd", sure=sure)


def note_plan(facts: Facts, draft: PlanDraft) -> None:
    """The same plan as facts of the oracle."""
    kinds = {one.code: one for one in draft.indicators}
    for given in draft.assignments:
        kind = kinds[given.indicator_code]
        for step in given.checkpoints:
            product = kind.kind == "product"
            ref = f"{given.indicator_code}@{given.unit_code}/{step.label}"
            ref = f"{draft.programme.year}:{ref}"
            days = {} if kind.cut_off_days is None else {"cut_off": kind.cut_off_days}
            facts.planned[ref] = Planned(
                ref, given.unit_code, draft.programme.year, step.opens_on, step.due_on, product,
                step.expected, kind.direction == "lower", given.responsible, **days,
            )  # fmt: skip


def note_people(facts: Facts, draft: PlanDraft, since: date) -> None:
    """Who holds what as the first plan says."""
    for row in draft.holdings:
        held = Held(row.person_code, row.valid_from or since, row.valid_to)
        facts.held.setdefault(row.position_code, []).append(held)
        if row.is_head:
            facts.heads[row.unit_code] = row.position_code
