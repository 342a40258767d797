"""HEAD is answered as GET is, without a body, on every address that can be looked at."""

import pytest
from sites import Site


@pytest.mark.parametrize(
    "path", ["/sign-in", "/health", "/", "/overdue", "/nothing", "/act/2022/X"]
)
def test_head_says_what_get_says_and_sends_no_body(shown: Site, path: str) -> None:
    client = shown.client("CB-VPTU3")
    asked, head = client.get(path), client.head(path)
    assert head.status_code == asked.status_code != 405
    assert head.content == b""
    for name in ("content-type", "content-security-policy", "location", "cache-control"):
        assert head.headers.get(name) == asked.headers.get(name)


def test_head_of_a_page_behind_the_door_leads_there_and_back(shown: Site) -> None:
    answer = shown.visitor().head("/work?section=due")
    assert answer.status_code == 303
    assert (
        answer.headers["location"] == shown.visitor().get("/work?section=due").headers["location"]
    )


def test_head_of_the_api_is_answered_too(shown: Site) -> None:
    asked, head = (shown.visitor().request(how, "/api/v1/programmes") for how in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (asked.status_code, b"")


def test_what_can_only_be_sent_is_not_looked_at_by_head(shown: Site) -> None:
    assert shown.client("CB-VPTU3").head("/sign-out").status_code in {404, 405}
