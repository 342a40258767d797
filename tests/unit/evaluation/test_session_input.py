"""Everything that is wrong with a session is told at once."""

from datetime import date

from dondoc.services.evaluation.decisions.session_input import session_faults

END, NAMES = date(2022, 3, 31), {"body": "Ban Thường vụ", "place": "", "chair": "", "clerk": ""}


def wrong(held_on: date | None = date(2022, 4, 1), **said: object) -> list[str]:
    counts = {"members": 17, "present": 15} | {
        name: said.pop(name) for name in ("members", "present") if name in said
    }
    return [each.name for each in session_faults(END, held_on, NAMES | said, **counts)]  # type: ignore[arg-type]


def test_a_count_that_cannot_be_read_hides_nothing_else() -> None:
    assert wrong() == []
    assert wrong(END, members=None, chair="a" * 201) == ["held_on", "chair"]
    assert wrong(END, members=0, present=None, body="") == ["held_on", "body", "members"]
    assert wrong(None, members=None, present=1000) == ["present"]
    assert wrong(None, members=None, present=999) == []


def test_nobody_is_there_alone_without_a_name() -> None:
    assert wrong(present=1) == ["chair"] and wrong(present=1, chair="Chủ") == []
    assert wrong(present=18) == ["present"] and wrong(present=0) == ["present"]
