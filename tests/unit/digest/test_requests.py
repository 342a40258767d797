"""What a digest asks of its reader is what its figures say, and no more."""

from dataclasses import replace
from unicodedata import normalize

from digest_lines import LATE as LATE_ITEM
from digest_lines import PEN

from dondoc.services.digest.below_plan import Concerns
from dondoc.services.digest.requests import MAX_UNITS, requests_of_all
from dondoc.services.digest.summary import _request
from dondoc.services.figures.report_shapes import (
    CommitteeActivity,
    Concern,
    DigestRequest,
    RemoverCount,
)

BELOW = (
    Concern("below", "KND@LT", "Kết nạp", "Lập Thạch"),
    Concern("limit", "CD@TD", "Chủ động", "Tam Đảo"),
    Concern("below", "KND@TD", "Kết nạp", "Tam Đảo"),
)
LATE = (
    Concern("overdue", "SP@A/Q1", "Đề án", "A", days=9),
    Concern("overdue", "SP@B/Q1", "Đề án", "B", days=8),
    Concern("overdue", "SP@C/Q1", "Đề án", "C", days=7),
)


def of_all(*found: Concern) -> Concerns:
    return Concerns(found, len(found), [each for each in found if each.kind != "overdue"])


def committee(unit: str, *, founded: bool) -> CommitteeActivity:
    return CommitteeActivity(unit, founded, seats=3, tasks=1, reminders=0, urged=0)


def test_the_indicator_that_is_below_plan_in_most_units_is_asked_for() -> None:
    (request,) = requests_of_all((), of_all(*LATE, *BELOW), (), (), 0)
    assert request == DigestRequest("below", 2, who="Lập Thạch, Tam Đảo", what="Kết nạp")
    assert not requests_of_all((), of_all(*LATE), (), (), 0)


def test_of_a_limit_that_was_passed_it_is_not_said_that_a_plan_was_missed() -> None:
    (request,) = requests_of_all((), of_all(*LATE, BELOW[1]), (), (), 0)
    assert request == DigestRequest("limit", 1, who="Tam Đảo", what="Chủ động")
    assert _request(PEN, request) == "yêu cầu Tam Đảo giải trình việc «Chủ động» vượt mức cho phép"


def test_whoever_has_difficulties_to_remove_is_asked_once() -> None:
    removers = (
        RemoverCount("", 5, 0, 0),
        RemoverCount("Sở A", 3, 0, 0),
        RemoverCount("B", 1, 0, 0),
    )
    assert requests_of_all((), of_all(), removers, (), 0) == (
        DigestRequest("remover", 3, who="Sở A"),
    )
    assert not requests_of_all((), of_all(), (RemoverCount("Sở A", 0, 2, 0),), (), 0)


def test_units_without_a_committee_are_asked_where_others_have_one() -> None:
    some = (committee("A", founded=True), committee("B", founded=False))
    assert requests_of_all((), of_all(), (), some, 2) == (
        DigestRequest("extension", 2),
        DigestRequest("committee", 1),
    )
    assert not requests_of_all((), of_all(), (), some[1:], 0)


def test_units_with_as_many_overdue_are_named_together_or_not_at_all() -> None:
    """One of three with two each was called in because of its first letter."""
    late = [replace(LATE_ITEM, unit=unit) for unit in ("Yên Lạc", "Đồng Văn", "Tam Đảo")]
    (request,) = requests_of_all(late, of_all(), (), (), 0)
    assert request == DigestRequest("overdue_each", 1, who="Đồng Văn, Tam Đảo, Yên Lạc")
    said = "làm việc với Đồng Văn, Tam Đảo, Yên Lạc, mỗi đơn vị có 1 mốc quá hạn"
    assert _request(PEN, request) == said
    most = [replace(LATE_ITEM, unit="Sở A")] * 2
    assert requests_of_all([*late, *most], of_all(), (), (), 0) == (
        DigestRequest("overdue", 2, who="Sở A"),
        request,
    )
    many = [replace(LATE_ITEM, unit=f"Xã {number}") for number in range(MAX_UNITS + 1)]
    assert len(requests_of_all([*many, *most], of_all(), (), (), 0)) == 1
    (request,) = requests_of_all(many, of_all(), (), (), 0)
    assert _request(PEN, request) == "làm việc với 6 đơn vị, mỗi đơn vị có 1 mốc quá hạn"


def test_all_who_passed_a_limit_are_asked_and_not_those_alone_that_the_concerns_have_room_for() -> (
    None
):
    over = [Concern("limit", f"CD@{name}", "Chủ động", name) for name in "ABCDEFGH"]
    (request,) = requests_of_all((), Concerns(tuple(over[:4]), 5, over[:5]), (), (), 0)
    assert request == DigestRequest("limit", 5, who="A, B, C, D, E", what="Chủ động")
    (request,) = requests_of_all((), Concerns(tuple(over[:4]), 8, over), (), (), 0)
    said = "yêu cầu A, B, C, D, E và 3 đơn vị khác giải trình việc «Chủ động» vượt mức cho phép"
    assert _request(PEN, request) == said


def test_a_name_that_was_typed_in_two_ways_is_one_name() -> None:
    late = [replace(LATE_ITEM, unit=normalize(form, "Lập Thạch")) for form in ("NFC", "NFD")]
    assert requests_of_all(late, of_all(), (), (), 0) == (
        DigestRequest("overdue", 2, who="Lập Thạch"),
    )
    below = [replace(BELOW[0], title=normalize(form, "Kết nạp")) for form in ("NFD", "NFC")]
    (request,) = requests_of_all((), of_all(*below), (), (), 0)
    assert (request.count, request.what) == (2, "Kết nạp")
