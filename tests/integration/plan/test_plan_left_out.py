"""Rows struck off a file are said, and a mended title is proposed as the same work."""

from dataclasses import replace

from plan_load_drafts import assignment, compared, indicator, plan, put
from sqlalchemy import Engine


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
