"""The rule sets that come with the software name everything, say how sure it is, and have words."""

from dataclasses import fields
from enum import StrEnum
from fractions import Fraction
from typing import get_type_hints

import pytest

from dondoc.errors import BadInput
from dondoc.i18n import LANGUAGES, Language
from dondoc.services.evaluation.rule_sets.in_words import (
    doubts_in_words,
    groups_in_words,
    subjects_in_words,
    unsure,
    validity_in_words,
    value_in_words,
)
from dondoc.services.evaluation.rule_sets.load import rules_named
from dondoc.services.evaluation.rule_sets.problems import BrokenFile
from dondoc.services.evaluation.rule_sets.read_otherwise import changes_of, read_otherwise
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped, shipped_rules
from models.rules.scoring.parameters import Need, ScoringParameters

CODES = ["366-QD-TW", "HD-02-BTCTW", "MINH-HOA-2021-2022", "ND-335-2025"]


def rules(code: str = "ND-335-2025") -> EvaluationRules:
    known = shipped_rules(code)
    assert known is not None
    return known


def test_four_are_shipped() -> None:
    assert [each.code for each in shipped()] == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_file_names_every_parameter_of_scoring(code: str) -> None:
    named = [each.name for each in rules(code).named()]
    assert sorted(named) == sorted(field.name for field in fields(ScoringParameters))
    assert isinstance(rules(code).parameters(), ScoringParameters)


def test_amounts_are_exact_fractions() -> None:
    parameters = rules().parameters()
    assert parameters.deduction == Fraction(25)
    assert all(isinstance(least, Fraction) for _, least in parameters.bands)
    assert parameters.coefficient_least is None


def test_the_decree_says_its_own_words_and_leaves_open_what_it_leaves_open() -> None:
    basis = {each.name: each.parameter.basis.value for each in rules().named()}
    assert {basis[name] for name in ("denominator", "deduction", "bands", "seat_share")} == {"rule"}
    open_questions = ("deduction_base", "bands_on", "total_places", "seat_base", "carried_over")
    assert {basis[name] for name in open_questions} == {"unknown"}
    assert basis["leader_formula"] == basis["seat_share_outstanding"] == "secondary"


def test_what_was_never_published_is_called_an_illustration() -> None:
    illustration = rules("MINH-HOA-2021-2022")
    assert illustration.title.startswith("Minh họa")
    assert {each.parameter.basis.value for each in illustration.named()} == {"unknown"}
    assert unsure(illustration) == len(list(illustration.named()))


@pytest.mark.parametrize("code", CODES)
def test_what_a_rule_was_not_seen_to_say_is_called_unknown(code: str) -> None:
    unseen = [each for each in rules(code).named() if "không thấy nêu" in each.parameter.source]
    assert {each.parameter.basis.value for each in unseen} <= {"unknown"}


def test_the_quarterly_rules_are_known_through_others() -> None:
    assert {each.parameter.basis.value for each in rules("HD-02-BTCTW").named()} <= {
        "secondary",
        "reading",
        "unknown",
    }


@pytest.mark.parametrize("code", CODES)
def test_no_shipped_reading_is_one_that_nobody_would_defend(code: str) -> None:
    assert doubts_in_words(rules(code), "vi") == ()


def test_a_doubtful_reading_is_said_in_words() -> None:
    read = read_otherwise(rules(), changes_of("denominator=completed"))
    assert len(doubts_in_words(read, "vi")) == 2
    assert "Không làm gì" in doubts_in_words(read, "vi")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_everything_has_words(lang: Language, code: str) -> None:
    groups = groups_in_words(rules(code), lang)
    said = [
        text
        for group in groups
        for row in group.parameters
        for text in (row.label, row.value, row.basis_words, group.heading)
    ]
    said += [subjects_in_words(rules(code), lang), validity_in_words(rules(code), lang)]
    assert not [text for text in said if "evaluation." in text or not text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_has_words(lang: Language) -> None:
    for name, kind in get_type_hints(ScoringParameters).items():
        values = list(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else []
        values += [None] if type(None) in getattr(kind, "__args__", ()) else []
        for value in values:
            assert "evaluation." not in value_in_words(name, value, lang)
    needs = {"good": tuple(Need), "completed": ()}
    assert "evaluation." not in value_in_words("needs", needs, lang)


def test_a_value_is_written_as_people_write_it() -> None:
    shown = {
        row.name: row.value for group in groups_in_words(rules(), "vi") for row in group.parameters
    }
    assert shown["bands"] == (
        "hoàn thành xuất sắc nhiệm vụ từ 90; hoàn thành tốt nhiệm vụ từ 70;"
        " hoàn thành nhiệm vụ từ 50"
    )
    assert shown["needs"] == "không có điều kiện ngoài điểm"
    assert shown["ratio_places"] == "không làm tròn"


def test_a_rule_set_is_found_by_its_code_in_any_case() -> None:
    assert rules_named("nd-335-2025") is rules()
    with pytest.raises(BadInput) as error:
        rules_named("ND-90-2020")
    assert error.value.key == "evaluation.unknown"
    assert "ND-335-2025" in error.value.params["known"]


def test_it_is_read_otherwise_in_what_is_named_alone() -> None:
    read = read_otherwise(
        rules(), changes_of("denominator=completed, ratio_places=1,deduction=12.5")
    )
    parameters = read.parameters()
    assert (parameters.denominator, parameters.ratio_places) == ("completed", 1)
    assert parameters.deduction == Fraction(25, 2)
    assert parameters.surplus is rules().parameters().surplus
    none = read_otherwise(rules("HD-02-BTCTW"), changes_of("unit_share_least=none"))
    assert none.parameters().unit_share_least is None


@pytest.mark.parametrize("text", ["", "denominator", "denominator=", "=completed", "a=1,,b=2"])
def test_a_reading_that_is_typed_wrongly_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as error:
        changes_of(text)
    assert error.value.key == "evaluation.reading.typed"


def test_all_that_is_wrong_with_a_reading_is_told_at_once() -> None:
    with pytest.raises(BadInput) as typed:
        changes_of("denominator,total_places=1,surplus=")
    assert typed.value.params["text"] == "denominator”, “surplus="
    with pytest.raises(BadInput) as unknown:
        read_otherwise(rules(), {"denominators": 1, "total_places": 1, "bonds": 2})
    assert unknown.value.params["name"] == "denominators”, “bonds"
    with pytest.raises(BrokenFile) as broken:
        read_otherwise(rules(), changes_of("denominator=complete,deduction=x,total_places=9"))
    assert len(broken.value.problems) == 3


def test_a_reading_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadInput) as error:
        read_otherwise(rules(), {"denominators": "completed"})
    assert error.value.key == "evaluation.reading.unknown"
    with pytest.raises(BrokenFile) as broken:
        read_otherwise(rules(), {"denominator": "complete"})
    (problem,) = broken.value.problems
    assert (problem.file, problem.path) == ("ND-335-2025", "deductions.denominator.value")
    assert problem.allowed == "assigned, completed"
