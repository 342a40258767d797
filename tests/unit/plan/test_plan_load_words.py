"""Every difference can be said in both languages, and codes are compared as people read them."""

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dondoc.i18n import LANGUAGES, translator
from dondoc.services.plan.load import wanted_plan
from dondoc.services.plan.load.changes import (
    ChangeKind,
    Conflict,
    FieldChange,
    PlanChange,
    ThingKind,
)
from dondoc.services.plan.load.names import composed
from dondoc.services.plan.load.work_changes import RECORDED
from dondoc.services.workbook.plan import (
    GROUPS,
    AssignmentDraft,
    CheckpointDraft,
    HoldingDraft,
    IndicatorDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.roles import Mandate
from models.rules.stages import UNREPORTED, Stage
from models.rules.validity import overlaps

DAY = date(2022, 1, 1)


def catalogue(language: str) -> Catalog:
    path = files("dondoc") / "locale" / language / "LC_MESSAGES" / "plan.po"
    return read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True)


def placeholders(text: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(text)))


def keys(language: str) -> set[str]:
    found = (m.id for m in catalogue(language) if m.string)
    names = {key if isinstance(key, str) else key[0] for key in found}
    return {name for name in names if name.startswith("plan_load.")}


def field_names() -> set[str]:
    """The fields of everything that a plan can change."""
    holding = HoldingDraft("P", "T", "U", "C", "N")
    one = AssignmentDraft("I", "U", DAY, (CheckpointDraft("Q1", "", DAY, DAY),))
    unit = UnitDraft("U", "N", "localities", committee_paper="1")
    draft = PlanDraft(ProgrammeDraft(2022, "N"), units=(unit,), assignments=(one,))
    rows = [
        wanted_plan.programme_row(draft.programme),
        *wanted_plan.person_rows([holding]).values(),
        *wanted_plan.position_rows([holding]).values(),
        *wanted_plan.committee_rows(draft, {}).values(),
        wanted_plan.indicator_row(IndicatorDraft("I", "N", "product")),
        wanted_plan.assignment_row(one),
        wanted_plan.checkpoint_row(one.checkpoints[0]),
        dict.fromkeys(("task", "seated_from", "seated_to", "held_from", "held_to", "working")),
        dict.fromkeys(("name", "group", "parent", "valid_from", "valid_to")),
    ]
    return {name for row in rows for name in row}


def test_both_languages_say_the_same_things() -> None:
    vi, en = catalogue("vi"), catalogue("en")
    assert keys("vi") == keys("en")
    for message in (message for message in vi if message.id):
        key = message.id if isinstance(message.id, str) else message.id[0]
        other = en.get(key)
        assert other is not None
        assert placeholders(message.string) == placeholders(other.string), key


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_that_can_happen_has_words(language: str) -> None:
    entries = {f"plan_load.entry.{what}.{change}" for what in ThingKind for change in ChangeKind}
    fields = {f"plan_load.field.{name}" for name in field_names()}
    locks = {RECORDED, *(stage.value for stage in Stage if stage not in UNREPORTED)}
    stages = {f"plan_load.stage.{lock}" for lock in locks}
    groups = {f"plan_load.group.{group}" for group in GROUPS}
    kinds = {f"plan_load.what.{what}" for what in ThingKind}
    changes = {f"plan_load.change.{change}" for change in ChangeKind}
    codes = {*Kind, *Direction, *AddsUp, *GROUPS, *LANGUAGES, *Mandate}
    values = {f"plan_load.value.{code}" for code in codes}
    assert entries | fields | stages | groups | kinds | changes | values <= keys(language)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("due_on", DAY, date(2022, 4, 15), "hạn: 01/01/2022 → 15/04/2022"),
        ("target", Decimal(2101), None, "kế hoạch năm: 2.101 → –"),
        ("kind", "increment", "percentage", "loại chỉ tiêu: tăng thêm theo quý → tỷ lệ %"),
        ("hard", False, True, "chỉ tiêu khó: không → có"),
        ("roles", (), ("auditor", "secretariat"), "vai trò: – → kiểm tra, bộ phận thường trực"),
        ("officials", ("LT-BT",), ("SL-BT", "x"), "người chịu trách nhiệm: LT-BT → SL-BT, x"),
    ],
)
def test_a_change_is_written_as_people_write(
    name: str, old: object, new: object, words: str
) -> None:
    assert FieldChange(name, old, new).text(translator("vi")) == words


def test_an_entry_tells_only_what_differs() -> None:
    old, new = {"target": Decimal(1), "note": ""}, {"target": Decimal(2), "note": ""}
    entry = PlanChange(ThingKind.ASSIGNMENT, ChangeKind.CHANGED, ("KND", "LT"), "KND@LT", old, new)
    assert entry.fields == (FieldChange("target", Decimal(1), Decimal(2)),)
    assert (
        PlanChange(
            ThingKind.ASSIGNMENT, ChangeKind.ADDED, ("KND", "LT"), "KND@LT", None, new
        ).fields
        == ()
    )
    assert "KND@LT" in entry.text(translator("vi"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_conflict_says_what_to_do_instead(language: str) -> None:
    tr = translator(language)
    conflict = Conflict(
        ThingKind.CHECKPOINT, "KND@LT/Q1", "plan_load.conflict.changed",
        ("plan_load.instead.return",), "expected", Decimal("5.5"), Decimal(6), "reported",
    )  # fmt: skip
    said = conflict.text(tr, "vi")
    assert "5,5" in said
    assert tr("plan_load.instead.return") in said
    assert "{" not in said
    assert "plan_load" not in said


def test_it_composes_letters_in_every_part_of_a_plan() -> None:
    draft = PlanDraft(
        ProgrammeDraft(2022, "a\u0301"),
        units=(UnitDraft("e\u0302", "x", "localities"), UnitDraft("b", "y", "localities")),
    )
    made = composed(draft)
    assert (made.programme.name, made.units[0].code) == ("á", "ê")
    assert made.units[1] is draft.units[1]
    assert composed(made) is made


@pytest.mark.parametrize(
    ("end", "start", "expected"),
    [(date(2022, 1, 31), date(2022, 1, 31), True), (date(2022, 1, 31), date(2022, 2, 1), False),
     (None, date(2022, 2, 1), True)],
)  # fmt: skip
def test_periods_include_both_ends(end: date | None, start: date, expected: bool) -> None:
    assert overlaps(DAY, end, start, None) is expected
