"""Pages of the course that say by which rules points are given, and when a part is full."""

import re

from evaluation_round import OFFICIAL, PAGE, ROUND, opened, send
from sites import Site

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"
FULL = {f"criterion-{number}": "7,5" for number in range(1, 5)}
OWN = FULL | {"grade": "good", "words": "Đường sạt lở sau mưa"}


def test_the_page_of_ones_points_names_the_rules_of_the_round_as_those_that_judge(
    site: Site,
) -> None:
    opened(site)  # by the decree, though others are in force on the sample's day
    page = site.client(OFFICIAL).get(PAGE).text
    by_decree, illustration = (
        re.search(rf"<small[^>]*>{code}, [^<]*</small>", page)
        for code in ("ND-335-2025", "MINH-HOA-2021-2022")
    )
    assert by_decree and "; áp dụng cho kỳ này" in by_decree[0]
    assert illustration and "không áp dụng cho kỳ này" in illustration[0]


def test_a_leader_is_told_when_each_part_is_full(site: Site) -> None:
    opened(site)
    own = site.client(OFFICIAL).get(f"{ROUND}/mine").text
    assert "Đủ khi mọi cấp dưới được xếp từ mức hoàn thành nhiệm vụ trở lên." in own
    send(site.client(OFFICIAL), f"{ROUND}/mine", OWN)
    above = site.client(STANDING).get(f"{PAGE}/comment").text
    assert "đơn vị không có ai được đánh giá: do đồng chí nhận xét" in above
