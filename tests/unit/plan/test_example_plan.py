"""The example plan workbook: what it holds, and that it is what its script makes."""

import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.workbook.plan import PlanDraft
from models.rules.indicators import Kind

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
WORKBOOK = EXAMPLES / "vinh-phuc-2022.xlsx"


@cache
def checked() -> Checked:
    return check(WORKBOOK)


def plan() -> PlanDraft:
    draft = checked().draft
    assert draft is not None
    return draft


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.values) for sheet in load_workbook(path).worksheets}


def test_it_loads_without_an_error() -> None:
    assert checked().errors == ()
    assert {p.key for p in checked().warnings} <= {
        "plan.warn.no_email",
        "plan.warn.easier_higher",  # 2021's result was above the plan, as the source says
        "plan.warn.unknown_sheet",  # the sheet that says what is an illustration
    }


def test_it_has_the_units_of_2022() -> None:
    heads = {holding.unit_code for holding in plan().holdings if holding.is_head}
    groups = Counter(unit.group for unit in plan().units if unit.code in heads)
    assert groups == {"localities": 9, "party_bodies": 13, "departments": 21}
    assert len(heads) == 43


def test_it_gives_every_locality_a_committee_with_tasks_for_all() -> None:
    localities = {unit.code for unit in plan().units if unit.group == "localities"}
    assert localities <= plan().committee_unit_codes
    assert plan().committee_unit_codes < {unit.code for unit in plan().units}
    for unit in localities:
        members = [m for m in plan().committee_members if m.unit_code == unit]
        assert Counter(m.role for m in members) == {
            "head": 1,
            "deputy": 1,
            "secretary": 1,
            "member": 4,
        }
        assert all(member.task for member in members)


def test_it_names_two_responsible_positions_everywhere() -> None:
    assert {len(given.responsible) for given in plan().assignments} == {2}
    lead = {given.unit_code: given.responsible[0] for given in plan().assignments}
    assert (lead["LT"], lead["SXD"]) == ("LT-BT", "SXD-GD")


def test_it_uses_every_kind_and_every_roll_up() -> None:
    assert {indicator.kind for indicator in plan().indicators} == set(Kind)
    assert {i.roll_up for i in plan().indicators} == {"sum", "weighted_mean", "none"}
    assert any(i.direction == "lower" for i in plan().indicators)
    assert any(i.repairs for i in plan().indicators)
    assert any(i.parent_code for i in plan().indicators)


def test_it_is_of_the_size_of_a_small_province() -> None:
    checkpoints = sum(len(given.checkpoints) for given in plan().assignments)
    assert (len(plan().assignments), checkpoints) == (181, 577)


def test_it_assigns_what_the_source_says_of_the_year_before() -> None:
    for code, baseline, target in (("DV01", 2101, 2000), ("DV02", 24, 19)):
        mine = [given for given in plan().assignments if given.indicator_code == code]
        assert sum(given.baseline or 0 for given in mine) == baseline
        assert sum(given.target or 0 for given in mine) == target


def test_it_has_people_that_try_the_rules() -> None:
    holdings = plan().holdings
    positions = Counter(holding.position_code for holding in holdings)
    persons = Counter(holding.person_code for holding in holdings)
    assert [code for code, times in positions.items() if times > 1] == ["SXD-GD"]
    assert [code for code, times in persons.items() if times > 1] == ["CB-BDV1"]
    assert [h.person_code for h in holdings if h.language == "en"] == ["CB-KHCN1"]
    assert [h.person_code for h in holdings if h.email is None] == ["CB-TDA2"]
    mandates = Counter(role for holding in holdings for role in holding.roles)
    assert mandates == {
        "secretariat": 4,
        "standing_committee": 2,
        "administrator": 1,
        "auditor": 1,
    }


def test_it_gives_no_two_people_one_name_or_address() -> None:
    people = {holding.person_code: holding for holding in plan().holdings}
    addresses = [holding.email for holding in people.values() if holding.email]
    assert len({holding.person_name for holding in people.values()}) == len(people)
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@vinhphuc.example") for address in addresses)


def test_it_is_what_its_script_makes(tmp_path: Path) -> None:
    fresh = tmp_path / "plan.xlsx"
    command = [sys.executable, str(EXAMPLES / "make_vinh_phuc_2022.py"), str(fresh)]
    subprocess.run(command, check=True)
    assert cells(fresh) == cells(WORKBOOK)


def test_it_says_at_which_number_each_official_is_called() -> None:
    numbers = {holding.person_code: holding.telephone for holding in plan().holdings}
    assert all(numbers.values()) and len(set(numbers.values())) == len(numbers)
