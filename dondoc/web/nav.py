"""Which pages a viewer is offered, in the order in which they need them."""

from typing import NamedTuple

from dondoc.services.access import Viewer
from models.rules.roles import Mandate


class Entry(NamedTuple):
    """A link of the head of every page. `key`: of its words, `nav.<key>`."""

    key: str
    href: str


_SECRETARIAT = (Mandate.SECRETARIAT,)
_OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)


def entries(viewer: Viewer) -> list[Entry]:
    """The pages of the head; what a viewer may not see is not offered, and refused besides."""
    shown = []
    if viewer.answers or viewer.units:
        shown.append(Entry("work", "/work"))
    if viewer.sees_all:
        shown.append(Entry("overview", "/overview"))
    if viewer.boards or viewer.sees_all:
        shown.append(Entry("boards", "/boards"))
    if viewer.sees_all:
        shown.append(Entry("overdue", "/overdue"))
    if viewer.has(*_SECRETARIAT):
        shown.append(Entry("verify", "/verify"))
    if viewer.sees_all or viewer.boards:
        shown.append(Entry("register", "/register"))
    if viewer.sees_all:
        shown.append(Entry("digests", "/digests"))
    if viewer.has(*_OFFICE) or viewer.has(Mandate.AUDITOR):
        shown.append(Entry("office", "/office"))
    return shown


def home(viewer: Viewer) -> str:
    """Where a viewer begins: what needs them now."""
    if viewer.has(*_SECRETARIAT):
        return "/overdue"
    if viewer.has(Mandate.STANDING_COMMITTEE):
        return "/overview"
    if viewer.answers:
        return "/work"
    if viewer.boards:
        return "/boards"
    return entries(viewer)[0].href if entries(viewer) else "/settings"
