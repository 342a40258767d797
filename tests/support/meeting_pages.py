"""Somebody of the secretariat at the pages of a meeting."""

import re
from html import unescape

from httpx import Response
from sites import Site

SECRETARIAT, STANDING_COMMITTEE, HEAD = "CB-VPTU3", "CB-TTTU1", "CB-LT1"
TODAY = "2022-05-20"


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


class Secretariat:
    """Somebody of the secretariat at the pages of one meeting."""

    def __init__(self, site: Site, day: str = TODAY, title: str = "Phiên họp tháng 5") -> None:
        self.site, self.client = site, site.client(SECRETARIAT)
        made = self.client.post("/meetings", data={"title": title, "held_on": day})
        assert made.status_code == 303, made.text
        self.address = made.headers["location"].partition("?")[0]

    def page(self) -> str:
        return self.client.get(self.address).text

    def send(self, path: str, seen: str | None = None, **data: object) -> Response:
        data["seen"] = seen_on(self.page()) if seen is None else seen
        return self.client.post(f"{self.address}{path}", data=data)

    def pick(self, how_many: int = 2) -> list[str]:
        keys = self.proposed()[:how_many]
        assert self.send("/proposals", matter=keys).status_code == 303
        return keys

    def proposed(self) -> list[str]:
        page = self.client.get(f"{self.address}/proposals").text
        return [unescape(key) for key in re.findall(r'name="matter" value="([^"]*)"', page)]

    def items(self) -> list[str]:
        return re.findall(r'id="matter-(\d+)"', self.page())

    def subjects(self) -> list[str]:
        return re.findall(r"<h3>\d+\. (.*?)</h3>", self.page())

    def conclude(self, item: str, words: str = "báo cáo kết quả", **more: object) -> Response:
        data = {"kind": "task", f"words-{item}": words, f"position-{item}": "LT-BT",
                f"due-{item}": "2022-05-25", **more}  # fmt: skip
        return self.send(f"/items/{item}/conclusions", **data)
