"""Two small districts over two years: their plans, their people, and every act, day by day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from plan_load_drafts import holding, indicator, plan

from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CheckpointDraft,
    CommitteeMemberDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)

DECEMBER, JANUARY = date(2026, 12, 20), date(2027, 1, 8)
STORM, STORM_TOLD = date(2026, 12, 11), date(2026, 12, 16)
MERGED, NEXT_LOADED = date(2026, 12, 15), date(2026, 12, 14)
OFF = {
    date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 1),
    date(2026, 9, 2), date(2026, 11, 24), date(2027, 1, 1), STORM,
}  # fmt: skip
WORKED = {date(2026, 8, 22)}
ONE_DAY = timedelta(days=1)
POSTS = {
    "KND@LT": ("LT-BT", "LT-CT"), "HN@LT": ("LT-CT",), "SP@LT": ("LT-BT",),
    "KND@SL": ("SL-BT",), "HN@SL": ("SL-CT",), "SP@SL": ("SL-CT", "SL-BT"),
    "SP2@SL": ("SL-CT",), "SP2@YL": ("YL-BT",),
}  # fmt: skip
HAND_OVERS = (
    (date(2026, 12, 16), "CB13", "LT-CT", date(2026, 12, 7)),
    (date(2027, 1, 5), "CB23", "SL-BT", date(2026, 12, 28)),
)
"""Told on, who, which position, since: both were told after they had begun."""
_HELD = {"LT-BT": "CB11", "LT-CT": "CB12", "SL-BT": "CB21", "SL-CT": "CB22", "YL-BT": "CB31"}
PEOPLE = (*_HELD.values(), "CB13", "CB23")


def holder(post: str, on: date, seen: date) -> str:
    """Who held a position on a day, by all that had been told until another day."""
    later = [who for told, who, what, since in HAND_OVERS
             if what == post and told <= seen and since <= on]  # fmt: skip
    return later[-1] if later else _HELD[post]


def works(day: date) -> bool:
    return day in WORKED or (day.isoweekday() < 6 and day not in OFF)


def days_between(first: date, last: date) -> int:
    """Working days after the first, or after the next working day where it is none."""
    while not works(first):
        first += ONE_DAY
    span = (first + ONE_DAY * number for number in range(1, (last - first).days + 1))
    return sum(map(works, span))


_STEPS = {
    "KND@LT": "Q1 31/3 5; Q2 30/6 10; Q3 30/9 3; Q4 31/12 8",
    "HN@LT": "Q2 30/6 5; Q3 30/9 5; B1 11/12 5; B2 30/11 5",
    "SP@LT": "B1 30/10; B2 20/11; B3 18/12; B4 31/12",
    "KND@SL": "Q1 31/3 5; Q2 30/6 10; Q3 30/9 3; Q4 31/12 8",
    "HN@SL": "Q2 30/6 5; Q3 30/9 5; B1 27/11 5; B2 22/12 5",
    "SP@SL": "B1 30/9; B2 31/10; B3 4/12; B4 31/12",
}
_YL = {"SP2@YL": "B1 22/12; B2 31/12"}
_JOINED = {"SP2@SL": "B1 22/12; B2 31/12"}
_NEXT = {
    "KND@LT": "Q1 31/3 5", "KND@SL": "Q1 31/3 6", "SP@LT": "B1 8/1", "SP@SL": "B1 5/1",
    "HN@SL": "B1 11/1 5",
}  # fmt: skip


def _steps(told: str, year: int) -> Iterator[CheckpointDraft]:
    for step in told.split("; "):
        label, due, *expected = step.split()
        day, month = map(int, due.split("/"))
        due_on = date(year, month, day)
        value = Decimal(expected[0]) if expected else None
        opens = due_on - timedelta(days=25 if month != 3 else 85)
        yield CheckpointDraft(label, f"Bước {label}", opens, due_on, value,
                              product="" if expected else f"Bản {label}")  # fmt: skip


def _plan(year: int, steps: dict[str, str], units: tuple[UnitDraft, ...]) -> PlanDraft:
    shown, gone = plan(), "YL" not in {unit.code for unit in units}
    posts = {post: who for post, who in _HELD.items() if not (gone and post[:2] == "YL")}
    return replace(
        shown,
        programme=ProgrammeDraft(year, f"Năm {year}", rule_set="ND-335-2025"),
        units=(shown.units[0], *units),
        holdings=(
            holding("TU-TK", "CB00", roles=("administrator", "secretariat")),
            holding("TU-PB", "CB09", roles=("secretariat", "standing_committee")),
            *(holding(post, who, is_head=post.endswith("BT")) for post, who in posts.items()),
            holding("LT-PB", "CB13"),
            holding("SL-PB", "CB23"),
        ),
        committee_members=(
            CommitteeMemberDraft("LT", "LT-BT", "head"),
            CommitteeMemberDraft("LT", "LT-CT", "secretary"),
        ),
        indicators=(
            indicator("KND"),
            indicator("HN", direction="lower"),
            indicator("SP", kind="product", roll_up="none"),
            indicator("SP2", kind="product", roll_up="none"),
        ),
        assignments=tuple(
            AssignmentDraft(
                ref.partition("@")[0], ref.partition("@")[2], date(year, 12, 31),
                tuple(_steps(told, year)), responsible=POSTS[ref],
                target=Decimal(26) if ref[:3] in ("KND", "HN@") else None,
                target_product=None if ref[:3] in ("KND", "HN@") else "Đề án",
            )
            for ref, told in steps.items()
        ),
    )  # fmt: skip


def first_plan() -> PlanDraft:
    units = [UnitDraft(code, f"Huyện {code}", "localities") for code in ("LT", "SL", "YL")]
    units[0] = replace(units[0], committee_paper="QĐ 12")
    return _plan(2026, _STEPS | _YL, tuple(units))


def merged_plan() -> PlanDraft:
    """LT has another name from this day; what YL had to do is SL's."""
    units = (
        UnitDraft(
            "LT", "Huyện LT", "localities", None, date(2026, 1, 1), MERGED - ONE_DAY, "QĐ 12"
        ),
        UnitDraft("LT", "Huyện Lập Thạch mới", "localities", None, MERGED, None, "QĐ 12"),
        UnitDraft("SL", "Huyện SL", "localities"),
        UnitDraft("YL", "Huyện YL", "localities", None, date(2026, 1, 1), MERGED),
    )
    return _plan(2026, _STEPS | _JOINED, units)


def next_plan() -> PlanDraft:
    units = (
        UnitDraft("LT", "Huyện LT", "localities", committee_paper="QĐ 12"),
        UnitDraft("SL", "Huyện SL", "localities"),
    )
    return _plan(2027, _NEXT, units)


ACTS = """
30/3/26 KND@LT/Q1 CB11 report 6
31/3/26 KND@SL/Q1 CB21 report 5
2/4/26 KND@LT/Q1 CB00 verify
6/4/26 KND@SL/Q1 CB00 verify
10/4/26 KND@LT/Q1 CB09 evaluate
10/4/26 KND@SL/Q1 CB09 evaluate
20/6/26 HN@SL/Q2 CB00 withdraw
29/6/26 HN@LT/Q2 CB12 report 0
30/6/26 KND@SL/Q2 CB21 report 12
1/7/26 HN@LT/Q2 CB00 verify
2/7/26 KND@LT/Q2 CB12 report 7
2/7/26 KND@SL/Q2 CB00 verify quality=90
6/7/26 KND@LT/Q2 CB00 verify quality=80
10/7/26 KND@LT/Q2 CB09 evaluate
10/7/26 HN@LT/Q2 CB09 evaluate
10/7/26 KND@SL/Q2 CB09 evaluate
28/9/26 HN@LT/Q3 CB12 report 8
29/9/26 SP@SL/B1 CB22 report yes
30/9/26 HN@LT/Q3 CB00 return
30/9/26 HN@SL/Q3 CB22 report 5
1/10/26 SP@SL/B1 CB00 verify quality=100
2/10/26 HN@SL/Q3 CB00 verify
5/10/26 KND@SL/Q3 CB21 report 3
6/10/26 HN@LT/Q3 CB12 report 6
6/10/26 KND@SL/Q3 CB00 return
8/10/26 HN@LT/Q3 CB00 verify
9/10/26 KND@LT/Q3 CB00 not_reported
12/10/26 HN@LT/Q3 CB09 evaluate
13/10/26 KND@SL/Q3 CB21 report 3
15/10/26 KND@SL/Q3 CB00 verify
16/10/26 KND@SL/Q3 CB09 evaluate
16/10/26 HN@SL/Q3 CB09 evaluate
16/10/26 SP@SL/B1 CB09 evaluate
20/10/26 KND@LT/Q3 CB09 evaluate
29/10/26 SP@LT/B1 CB11 report no
2/11/26 SP@SL/B2 CB21 report yes
3/11/26 SP@LT/B1 CB00 verify
4/11/26 SP@SL/B2 CB00 verify quality=95
5/11/26 SP@LT/B1 CB09 evaluate
6/11/26 SP@SL/B2 CB09 evaluate
25/11/26 HN@SL/B1 CB22 ask_extension to=11/12/26
26/11/26 HN@LT/B2 CB12 ask_extension to=18/12/26
27/11/26 HN@LT/B2 CB00 change_due to=18/12/26
30/11/26 HN@SL/B1 CB00 refuse_extension
2/12/26 SP@LT/B2 CB00 not_reported
8/12/26 SP@SL/B3 CB22 report yes
14/12/26 HN@LT/B1 CB12 report 4
17/12/26 SP@LT/B3 CB11 report no
17/12/26 SP@SL/B3 CB00 return
18/12/26 KND@LT/Q4 CB11 update 3
18/12/26 KND@SL/Q1 CB00 correct 4
21/12/26 SP@LT/B3 CB00 verify
21/12/26 SP@SL/B4 CB00 change_due to=15/1/27
21/12/26 HN@SL/B2 CB22 report 4
22/12/26 HN@SL/B2 CB00 return
22/12/26 HN@SL/B1 CB00 not_reported
22/12/26 HN@LT/B1 CB00 verify
22/12/26 KND@LT/Q3 CB00 correct 3
22/12/26 SP2@SL/B1 CB22 report yes
23/12/26 HN@SL/B1 CB09 evaluate
23/12/26 SP2@SL/B1 CB00 verify
23/12/26 SP@LT/B2 CB11 report yes
23/12/26 SP@SL/B3 CB22 report yes
24/12/26 SP@SL/B3 CB00 verify
24/12/26 SP2@SL/B1 CB09 evaluate
28/12/26 KND@LT/Q3 CB09 evaluate
28/12/26 SP@LT/B1 CB11 report yes
29/12/26 SP@LT/B1 CB00 verify
29/12/26 KND@SL/Q1 CB09 evaluate
29/12/26 SP@LT/B4 CB11 ask_extension to=15/1/27
30/12/26 SP@LT/B1 CB09 evaluate
30/12/26 KND@SL/Q4 CB21 report 8
4/1/27 KND@LT/Q4 CB13 report 8
8/1/27 27:SP@LT/B1 CB11 report yes
"""


def day_of(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(2000 + year, month, day)
