"""Whose each checkpoint of a small plan is, as every page and list says."""

import random
from datetime import date
from itertools import groupby

from digest_plan import Plan
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.search.search import SearchQuestion, search
from dondoc.services.boards.unit import unit_board
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.work.assignment_view import work_of
from models.person import Person
from models.rules.due_parts import DuePart
from models.rules.stages import Stage
from models.rules.totals import Counts

TODAY = date(2022, 5, 16)
OLD, NEW, TAM, OTHER = "Trần Văn Cũ", "Phạm Thị Mới", "Đỗ Văn Tam", "Lê Thị Sau"
WAYS = ("open", "report", "waiting", "done", "silent", "returned", "mended")
WAYS_OF_PRODUCTS = ("not there", "found", "made good", "silent")
BOTH = (True, False)


def person(plan: Plan, name: str) -> Person:
    return plan.session.exec(select(Person).where(Person.full_name == name)).one()


def viewer(plan: Plan, name: str) -> Viewer:
    return open_viewer(plan.session, person(plan, name), plan.programme, TODAY)


def board(plan: Plan) -> dict[str, str]:
    """Whose each checkpoint of LT is, as the board of the unit says."""
    found = unit_board(plan.session, plan.programme, viewer(plan, OTHER), plan.units["LT"].key)
    assert found is not None
    return {row.ref: found.answering[row.checkpoint_id][0].name for row in found.checkpoint_rows}


def rows(plan: Plan, name: str = "", shown: DuePart = DuePart.ALL) -> dict[str, str]:
    """Whose each row of the board is; `name`: only that person's."""
    scope = open_scope(plan.session, plan.programme, viewer(plan, OTHER))
    whose = person(plan, name).key if name else None
    every = all_of(
        scope, BoardFilters(shown=shown, person_id=whose, order=SortOrder.OFFICIAL, down=False)
    )
    return {row.ref: row.officials[0].name if row.officials else "" for row in every}


def sorted_by_official(plan: Plan) -> bool:
    """Whether the board, sorted by official, has the rows of each together."""
    names = list(rows(plan).values())
    return len(list(groupby(names))) == len(set(names))


def own_work(plan: Plan, name: str) -> set[str]:
    """What stands on somebody's own page."""
    page = my_work(plan.session, plan.programme, viewer(plan, name), at(TODAY))
    return {duty.checkpoint_row.ref for duty in page.duties}


def found_by_search(plan: Plan, name: str) -> Counts:
    code = person(plan, name).code
    found = search(plan.session, plan.programme, viewer(plan, OTHER), SearchQuestion("", code))
    return sum((item.counts for item in found.items), Counts())


def play_product(plan: Plan, ref: str, rng: random.Random, days: list[date]) -> None:
    match rng.choice(WAYS_OF_PRODUCTS):
        case "not there":
            plan.report(ref, rng.choice(days), delivered=False, drained=rng.choice(BOTH))
        case "found":
            drained = rng.choice(BOTH)
            plan.report(ref, rng.choice(days), delivered=False, drained=drained)
            plan.verify(ref, days[-1], drained=drained)
        case "made good":
            plan.done(ref, rng.choice(days), delivered=False)
            plan.report(ref, days[-1], delivered=True, drained=rng.choice(BOTH))
        case "silent":
            plan.silent(ref, TODAY)


def play(plan: Plan, ref: str, rng: random.Random, days: list[date]) -> None:
    match rng.choice(WAYS):
        case "report":
            plan.report(ref, rng.choice(days), 5)
        case "waiting":
            plan.report(ref, rng.choice(days), 5, drained=False)
        case "done":
            plan.done(ref, rng.choice(days), 5)
        case "silent":
            plan.silent(ref, TODAY)
        case "returned":
            plan.report(ref, rng.choice(days), 5)
            plan.send_back(ref, days[-1], due_on=TODAY, drained=rng.choice(BOTH))
        case "mended":
            plan.report(ref, rng.choice(days), 5)
            plan.send_back(ref, days[-1], due_on=TODAY)
            plan.report(ref, rng.choice((days[-1], TODAY)), 6, drained=rng.choice(BOTH))
            if plan.checkpoints[ref].stage is Stage.REPORTED and rng.choice(BOTH):
                plan.verify(ref, TODAY, drained=rng.choice(BOTH))


def lists_agree(plan: Plan, name: str, refs: set[str]) -> None:
    """Every list of a person's has these rows."""
    assert set(rows(plan, name)) == refs
    page = my_work(plan.session, plan.programme, viewer(plan, name), at(TODAY))
    second = my_work(plan.session, plan.programme, viewer(plan, name), at(TODAY), 2)
    shown = {duty.checkpoint_row.ref for duty in (*page.duties, *second.duties)}
    assert (shown, page.total) == (refs, len(refs))
    work = work_of(plan.session, plan.programme, person(plan, name).key, TODAY)
    assert {view.ref for view in work} == {
        ref for ref in refs if plan.checkpoints[ref].stage is not Stage.EVALUATED
    }
    assert found_by_search(plan, name).total == len(refs)
