"""A day that may be mistyped is asked about, and `--sure` says to what it says yes."""

from cli_office import Command, answer_of, dondoc, loaded_home, office  # noqa: F401

BY = ("--by", "CB-VPTU2")
TAKE = ("people", "take", "CB-VY2", "VY-BT", "--since")


def test_a_far_day_is_meant_where_it_is_typed_again(office: Command) -> None:  # noqa: F811
    asked = office(*TAKE, "01/05/2032", *BY)
    assert asked.code == 2
    answer = answer_of(asked.err)
    assert office(*TAKE, "01/05/2033", *BY, "--sure", answer).code == 2
    taken = office(*TAKE, "01/05/2032", *BY, "--sure", answer)
    assert taken.code == 0, taken.err
    move = ("people", "move", "CB-VY2", "VY-BT", "--since", "2032-06-01", *BY)
    moved = office(*move, "--sure", answer_of(office(*move).err))
    assert moved.code == 0, moved.err
    assert office("people", "call-off", "CB-VY2", "VY-BT", *BY).code == 0
    held = office("people", "show", "CB-VY1", "--json").json["held"]
    assert [one["held_to"] for one in held] == [None]


def test_a_yes_holds_for_the_results_that_were_named(office: Command) -> None:  # noqa: F811
    """Until the command is typed again others hold the position: that is another question."""
    words = (*TAKE, "03/01/2022", *BY)
    first = answer_of(office(*words).err)
    assert "=" in first, "the question names results"
    other = ("people", "take", "CB-VY3", "VY-BT", "--since", "04/01/2022", *BY)
    taken = office(*other, "--sure", answer_of(office(*other).err))
    assert taken.code == 0, taken.err
    again = office(*words, "--both", "--sure", first)
    assert again.code == 2
    second = answer_of(again.err)
    assert second != first
    assert office(*words, "--both", "--sure", "2022-01-03").code == 2
    assert office(*words, "--both", "--sure", second).code == 0
