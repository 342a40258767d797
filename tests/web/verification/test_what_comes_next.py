"""What is said after a decision is true of the page that follows it."""

from sites import Site
from verification_pages import SECRETARIAT, fields_of

NEXT = "báo cáo tiếp theo đang chờ"


def test_the_next_report_is_announced_only_where_there_is_one(site: Site) -> None:
    """Three reports wait in the sample."""
    client = site.client(SECRETARIAT)
    announced = []
    for ref in ("CAT01@CAT/B2", "KHDT01@KHDT/B2", "GPMB01@VT/B2"):
        address = f"/verify/2022/{ref}"
        answer = client.post(address, data=fields_of(client.get(address).text) | {"act": "verify"})
        page = client.get(answer.headers["location"]).text
        assert f"Đã thẩm định {ref}." in page
        announced.append(NEXT in page)
    assert announced == [True, True, False]
