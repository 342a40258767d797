"""A field of a report comes in by every door, and is shown wherever the report is read."""

import inspect
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dondoc.cli.acts import report
from dondoc.services.acts import act_input
from dondoc.services.acts.act_input import ActInput, DifficultyInput, digest_of
from dondoc.services.acts.contents import write_report
from dondoc.services.acts.fields_of_refusals import FIELDS_OF_REFUSALS
from dondoc.services.reports.form import PLAIN_FIELDS
from dondoc.services.reports.of_item import ReportView
from dondoc.web.api.act_shapes import ActIn
from dondoc.web.reports.fields import act_of
from dondoc.web.site.typed_words import typed_words
from models.report import ProgressReport
from models.rules.checkpoints import Act

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


def words_in(path: str) -> set[str]:
    return set(re.findall(r"\w+", text_of(path)))


def arguments_in(function: Callable[..., object]) -> set[str]:
    return set(re.findall(r"(\w+)=", inspect.getsource(function)))


def asked_in(*paths: str) -> set[str]:
    """What a form asks for: to show a field elsewhere on its page is not to ask for it."""
    found = (re.findall(r'name="(\w+)"|\(form, "(\w+)"', text_of(path)) for path in paths)
    return {name for names in found for pair in names for name in pair if name}


def shown_beside() -> set[str]:
    macro = text_of("templates/web/reports/form_parts.html").partition("{% macro beside")[2]
    return set(re.findall(r"\w+", macro.partition("endmacro")[0]))


@pytest.mark.parametrize("column", COLUMNS)
def test_a_field_comes_in_by_every_door(column: str) -> None:
    form, parts = "templates/web/reports/form.html", "templates/web/reports/form_parts.html"
    doors = {
        "dondoc/services/acts/act_input.py:ActInput": {part.name for part in fields(ActInput)},
        "dondoc/services/reports/form.py:PLAIN_FIELDS": set(PLAIN_FIELDS),
        "dondoc/web/reports/fields.py:act_of": arguments_in(act_of),
        "dondoc/web/api/act_shapes.py:ActIn": set(ActIn.model_fields),
        f"{form} (an input)": asked_in(form, parts),
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
        "dondoc/services/acts/contents.py:write_report": arguments_in(write_report),
        f"{form}:as_typed": set(re.findall(r'typed\["(\w+)"\]', text_of(form))),
        f"{parts} (macro beside: the text of another form)": shown_beside() | {"basis"},
        "dondoc/services/reports/of_item.py:ReportView": {part.name for part in fields(ReportView)},
        receipt: words_in(receipt),
        item: words_in(item),
        case: words_in(case) | IN_THE_HEADLINE,
    }
    missing = [place for place, names in places.items() if column not in names]
    assert not missing, f"{column} is not in {missing}"


def test_words_are_called_by_their_field_where_a_form_could_not_be_taken() -> None:
    texts = [name for name in COLUMNS if ProgressReport.model_fields[name].annotation is str]
    labels = {words.name: words.label for words in typed_words((name, "a b") for name in texts)}
    unnamed = [name for name, label in labels.items() if not label.startswith("report.")]
    assert texts and not unnamed, f"dondoc/web/site/typed_words.py has no label for {unnamed}"


def test_what_no_door_takes_is_said_at_a_field() -> None:
    keys = set(re.findall(r'BadInput\("([\w.]+)"', inspect.getsource(act_input)))
    unsaid = sorted(keys - FIELDS_OF_REFUSALS.keys())
    assert keys and not unsaid, f"FIELDS_OF_REFUSALS does not say which field is meant by {unsaid}"


def test_an_act_of_before_a_field_was_there_is_narrative_as_the_same() -> None:
    """Installations keep this of every act, and compare it when the act is sent again."""
    sent = ActInput(
        Act.REPORT, "DV01@LT/Q2", "CB-LT2", value=Decimal(70), value_as_of=date(2022, 5, 20),
        narrative="Đã kết nạp 70 đảng viên.",
        hindrances=(DifficultyInput("Thiếu vốn", "Bổ sung"),),
    )  # fmt: skip
    kept = "8bdf166ae6312c9b969e8b2cf4e2282ac1e236bd7f41e1aeea6d43cae1fd2362"
    assert digest_of(sent) == kept, (
        "dondoc/services/acts/act_input.py:digest_of leaves a new field out where it is empty: "
        "else an act that is sent again after an update is refused as another one (409)"
    )


def test_there_are_fields_to_look_for() -> None:
    assert {"value", "narrative", "value_as_of"} <= set(COLUMNS)
