"""A mistyped first day is put right on the command line as on the page."""

from cli_office import Command, answer_of, dondoc, loaded_home, office  # noqa: F401

WORDS = ("people", "dates", "CB-VY2", "VY-BT")
BY = ("--by", "CB-VPTU2")


def held(office: Command, code: str) -> list[list[str | None]]:  # noqa: F811
    rows = office("people", "show", code, "--json").json["held"]
    return [[row["held_from"], row["held_to"]] for row in rows if row["code"] == "VY-BT"]


def test_a_first_day_is_put_right_once_it_is_agreed(office: Command) -> None:  # noqa: F811
    take = ("people", "take", "CB-VY2", "VY-BT", "--since", "03/01/2022", *BY)
    taken = office(*take, "--sure", answer_of(office(*take).err))
    assert taken.code == 0, taken.err
    words = (*WORDS, "--since", "03/01/2022", "--first", "10/01/2022", "--reason", "Nhầm", *BY)
    asked = office(*words)
    assert asked.code == 1 and "--yes" in asked.err
    assert "10/01/2022" in asked.out
    assert held(office, "CB-VY2") == [["2022-01-03", None]]
    done = office(*words, "--yes")
    assert done.code == 0, done.err
    assert held(office, "CB-VY2") == [["2022-01-10", None]]
    assert held(office, "CB-VY1")[0][1] == "2022-01-09"


def test_it_is_refused_as_on_the_page(office: Command) -> None:  # noqa: F811
    since = ("--since", held(office, "CB-VY1")[0][0] or "", "--reason", "Nhầm", "--yes")
    official = office("people", "dates", "CB-VY1", "VY-BT", *since, "--first", "05/01/2022",
                      "--by", "CB-VY1")  # fmt: skip
    assert official.code == 1
    same = office("people", "dates", "CB-VY1", "VY-BT", *since, *BY)
    assert same.code == 2
    nobody = office("people", "dates", "CB-VY2", "VY-BT", *since, *BY)
    assert nobody.code == 1
    blank = office("people", "dates", "CB-VY1", "VY-BT", *since[:2], "--reason", " ", "--yes",
                   "--first", "02/01/2022", *BY)  # fmt: skip
    assert blank.code == 2
    assert len(held(office, "CB-VY1")) == 1


def test_a_position_is_shown_under_the_code_of_the_position(office: Command) -> None:  # noqa: F811
    shown = office("people", "show", "CB-VY1").out
    assert "VY-BT" in shown
    assert "Mã chức vụ" in shown and "Mã cán bộ" not in shown
