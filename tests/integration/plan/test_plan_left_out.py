"""Rows struck off a file are said, and a mended title is proposed as the same work."""

from dataclasses import replace

import pytest
from plan_load_drafts import assignment, compared, indicator, plan, put
from sqlalchemy import Engine

from dondoc.errors import BadInput
from dondoc.services.plan.load.changes import ChangeKind


def notes(engine: Engine, draft, *, complete: bool = False) -> dict[str, object]:
    difference = compared(engine, draft, complete=complete)
    wanted = ("plan_load.note.left_out", "plan_load.note.renamed")
    return {note.key.rpartition(".")[2]: note for note in difference.notes if note.key in wanted}


def test_work_that_the_file_lacks_is_counted_and_named(engine: Engine) -> None:
    put(engine, plan())
    shorter = replace(plan(), assignments=plan().assignments[:2])

    left_out = notes(engine, shorter)["left_out"]

    assert (left_out.old, left_out.ref) == ("1", "DN@LT")
    assert notes(engine, shorter, complete=True) == {}
    assert notes(engine, plan()) == {}


def test_a_mended_title_is_proposed_as_the_same_work(engine: Engine) -> None:
    first = plan(
        indicators=(indicator("CT-1", name="Số lớp tập huấn cho cán bộ xã"),),
        assignments=(assignment("CT-1", "LT"),),
    )
    put(engine, first)
    again = plan(
        indicators=(indicator("CT-2", name="Số lớp tập huấn cho cán bộ cấp xã"),),
        assignments=(assignment("CT-2", "LT"),),
    )

    renamed = notes(engine, again)["renamed"]

    assert (renamed.old, renamed.new) == ("Số lớp tập huấn cho cán bộ xã", "CT-1")
    found = compared(engine, again, complete=False)
    assert {entry.change for entry in found.entries} == {ChangeKind.ADDED}
    assert found.touches_known  # so that the command asks before it loads the work twice


def test_new_work_with_another_title_needs_no_question(engine: Engine) -> None:
    put(engine, plan())
    more = plan(
        indicators=(*plan().indicators, indicator("CT-9", name="Đề án số hóa tài liệu")),
        assignments=(*plan().assignments, assignment("CT-9", "LT")),
    )

    found = compared(engine, more, complete=False)

    assert found.entries
    assert not found.touches_known


def test_each_row_that_the_file_lacks_is_kept_or_withdrawn_as_chosen(engine: Engine) -> None:
    put(engine, plan())
    shorter = replace(plan(), assignments=plan().assignments[:2])

    kept = compared(engine, shorter, complete=False)
    gone = compared(engine, shorter, complete=False, sure=frozenset({"withdraw:DN@LT"}))

    assert [(row.ref, row.answer, row.locked) for row in kept.left_out] == [
        ("DN@LT", "withdraw:DN@LT", False)
    ]
    assert kept.is_empty
    withdrawn = [entry for entry in gone.entries if entry.change is ChangeKind.WITHDRAWN]
    assert ("DN", "LT") in {entry.key for entry in withdrawn}
    assert {entry.key[:2] for entry in withdrawn} == {("DN", "LT")}


def test_what_the_file_has_is_not_withdrawn_by_choice(engine: Engine) -> None:
    put(engine, plan())
    with pytest.raises(BadInput):
        compared(engine, plan(), complete=False, sure=frozenset({"withdraw:DN@LT"}))


def test_work_that_went_to_another_unit_is_said_to_stay_with_the_first(engine: Engine) -> None:
    put(engine, plan())
    moved = replace(plan(), assignments=(assignment("KND", "TU", responsible=()),))

    found = compared(engine, moved, complete=False)
    said = [note for note in found.notes if note.key == "plan_load.note.elsewhere"]

    assert [(note.old, note.ref) for note in said] == [("2", "KND@LT; KND@SL")]
    same = compared(engine, replace(plan(), assignments=plan().assignments[:1]), complete=False)
    assert not [note for note in same.notes if note.key == "plan_load.note.elsewhere"]
