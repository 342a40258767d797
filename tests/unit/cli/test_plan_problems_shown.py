"""What the command line says of a plan's problems."""

from dondoc.cli.plan_shown import MAX_LINES, show_problems
from dondoc.services.plan.check.check import Checked
from dondoc.services.workbook.problem import Problem


def test_errors_come_before_warnings_and_none_is_cut_by_them(capsys):
    warning = Problem("warning", "KH", "A1", "plan.warn.unknown_item", {"found": "x"})
    error = Problem("error", "KH", "B9", "plan.error.blank", {"column": "Loại"})

    show_problems(Checked(None, (*[warning] * MAX_LINES, error)))

    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("✗")
    assert "B9" in lines[0]
    assert lines[1].startswith("!")
