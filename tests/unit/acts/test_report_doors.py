"""A field of a report comes in by every door, and is shown wherever the report is read."""

import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

from dondoc.cli.acts import report
from dondoc.services.acts.act_input import ActInput
from dondoc.services.reports.form import PLAIN_FIELDS
from dondoc.services.reports.of_item import ReportView
from dondoc.web.api.act_shapes import ActIn
from models.report import ProgressReport

ROOT = Path(__file__).resolve().parents[3]
OF_THE_SOFTWARE = {"id", "submission_id", "checkpoint_id", "final"}
"""Columns that nobody types: which act it was of, and of what."""
COLUMNS = sorted(set(ProgressReport.model_fields) - OF_THE_SOFTWARE)
OPTIONS = {"basis": "estimate", "narrative": "note"}
"""Options of the command line that are called otherwise than the column."""
IN_THE_HEADLINE = {"value", "delivered", "basis"}
"""The case shows these by a piece that all pages have: `pieces.result`."""


def text_of(path: str) -> str:
    return ROOT.joinpath(path).read_text(encoding="utf-8")


def words_in(*paths: str) -> set[str]:
    return {word for path in paths for word in re.findall(r"\w+", text_of(path))}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_field_comes_in_by_every_door(column: str) -> None:
    form, parts = "templates/web/reports/form.html", "templates/web/reports/form_parts.html"
    doors = {
        "dondoc/services/acts/act_input.py:ActInput": {part.name for part in fields(ActInput)},
        "dondoc/services/reports/form.py:PLAIN_FIELDS": set(PLAIN_FIELDS),
        "dondoc/web/reports/fields.py:act_of": words_in("dondoc/web/reports/fields.py"),
        "dondoc/web/api/act_shapes.py:ActIn": set(ActIn.model_fields),
        form: words_in(form, parts),
    }
    closed = [door for door, names in doors.items() if column not in names]
    if OPTIONS.get(column, column) not in inspect.signature(report).parameters:
        closed.append("dondoc/cli/acts.py:report")
    assert not closed, f"{column} does not come in by {closed}"


@pytest.mark.parametrize("column", COLUMNS)
def test_a_field_is_written_typed_again_and_shown(column: str) -> None:
    form = "dondoc/services/reports/form.py"
    case, item = "templates/web/verification/case.html", "templates/web/boards/item_parts.html"
    receipt, parts = "templates/web/reports/receipt.html", "templates/web/reports/form_parts.html"
    places = {
        "dondoc/services/acts/contents.py:write_report": words_in(
            "dondoc/services/acts/contents.py"
        ),
        f"{form}:as_typed": set(re.findall(r'typed\["(\w+)"\]', text_of(form))),
        f"{parts} (the text of another form)": words_in(parts) | {"basis"},
        "dondoc/services/reports/of_item.py:ReportView": {part.name for part in fields(ReportView)},
        receipt: words_in(receipt),
        item: words_in(item),
        case: words_in(case) | IN_THE_HEADLINE,
    }
    missing = [place for place, names in places.items() if column not in names]
    assert not missing, f"{column} is not in {missing}"


def test_there_are_fields_to_look_for() -> None:
    assert {"value", "narrative", "value_as_of"} <= set(COLUMNS)
