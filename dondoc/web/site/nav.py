"""Which pages a viewer is offered, in the order in which they need them."""

from collections.abc import Callable
from typing import NamedTuple

from dondoc.services.organisation.viewer import Viewer
from models.rules.roles import Mandate, Seat


class NavLink(NamedTuple):
    """A link of the head of every page. `key`: of its words, `nav.<key>`."""

    key: str
    href: str


_SECRETARIAT = (Mandate.SECRETARIAT,)
_OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)


def entries(viewer: Viewer) -> list[NavLink]:
    """The pages of the head; what a viewer may not see is not offered, and refused besides."""
    shown = []
    if viewer.answers or viewer.units or viewer.tenures:
        shown.append(NavLink("work", "/work"))
    if viewer.sees_all:
        shown.append(NavLink("overview", "/overview"))
    if viewer.boards or viewer.sees_all:
        shown.append(NavLink("boards", "/boards"))
    if viewer.boards or viewer.sees_all:
        shown.append(NavLink("overdue", "/overdue"))
    if viewer.has(*_SECRETARIAT):
        shown.append(NavLink("verify", "/verify"))
    elif viewer.has(Mandate.STANDING_COMMITTEE):
        shown.append(NavLink("evaluate", "/verify/results"))
    if viewer.sees_all or viewer.boards:
        shown.append(NavLink("register", "/register"))
    if viewer.sees_all:
        shown.append(NavLink("digests", "/digests"))
    if viewer.has(*_OFFICE) or viewer.has(Mandate.AUDITOR):
        shown.append(NavLink("office", "/office"))
    return shown


_BOARDS = "/boards"
_HOMES: tuple[tuple[Callable[[Viewer], bool], str], ...] = (
    (lambda viewer: viewer.has(Mandate.SECRETARIAT), "/overdue"),
    (lambda viewer: viewer.has(Mandate.STANDING_COMMITTEE), "/overview"),
    (lambda viewer: viewer.answers, "/work"),
    (lambda viewer: bool(viewer.boards), _BOARDS),
    (lambda viewer: viewer.has(Mandate.AUDITOR), "/overdue"),
    (lambda viewer: viewer.has(Mandate.ADMINISTRATOR), "/office"),
    (lambda viewer: bool(viewer.units), "/work"),
)


def home(viewer: Viewer) -> str:
    """Where a viewer begins: what needs them now.

    Whoever answers for urging one unit on, as its committee's secretary, begins on its board.
    """
    begins = next((where for fits, where in _HOMES if fits(viewer)), "/settings")
    urges = any(Seat.SECRETARY in seats for seats in viewer.seats.values())
    if len(viewer.boards) == 1 and (begins == _BOARDS or (begins == "/work" and urges)):
        return f"{_BOARDS}/{min(viewer.boards)}"
    return begins
