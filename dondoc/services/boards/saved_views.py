"""Lists as people want to see them again: each person's own, by page and name."""

from urllib.parse import parse_qsl, urlencode

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from models.drafts_and_views import SavedView
from models.rules.grounds import Grounds

PAGES = {"overdue": "/overdue", "register": "/register"}
"""The pages whose lists can be kept, and their addresses."""

MAX_NAME_LENGTH, MAX_QUERY_LENGTH, MAX_VIEWS = 80, 1000, 100


def views_of(session: Session, person_id: int, page: str | None = None) -> list[SavedView]:
    """A person's views, of one page or of all, by name."""
    query = select(SavedView).where(SavedView.person_id == person_id)
    if page is not None:
        query = query.where(SavedView.page == page)
    return list(session.exec(query.order_by(col(SavedView.page), col(SavedView.name))))


def address_of(view: SavedView) -> str:
    """Where a view is opened."""
    return PAGES[view.page] + (f"?{view.query}" if view.query else "")


def save_view(session: Session, person_id: int, page: str, name: str, query: str) -> SavedView:
    """Keeps a view; one of the same name on the same page is replaced.

    Raises BadInput for a page without views, a name that is empty or too long, and too many.
    """
    if page not in PAGES:
        raise BadInput("lists.views.no_page")
    name = _checked(name)
    view = _named(session, person_id, page, name)
    if view is None:
        if len(views_of(session, person_id)) >= MAX_VIEWS:
            raise BadInput("lists.views.too_many", most=MAX_VIEWS)
        view = SavedView(person_id=person_id, page=page, name=name)
    # Read and written again: whatever was sent becomes a plain query of an address.
    view.query = urlencode(parse_qsl(query)[:20])[:MAX_QUERY_LENGTH]
    session.add(view)
    session.flush()
    return view


def own_view(session: Session, person_id: int, view_id: int) -> SavedView | None:
    """A view of that person; None for anybody else's."""
    view = session.get(SavedView, view_id)
    return view if view is not None and view.person_id == person_id else None


def rename_view(session: Session, view: SavedView, name: str) -> None:
    """Calls a view otherwise. Raises BadInput for a name that cannot be used."""
    name = _checked(name)
    other = _named(session, view.person_id, view.page, name)
    if other is not None and other.id != view.id:
        raise BadInput("lists.views.taken", name=name)
    view.name = name
    session.add(view)
    session.flush()


def delete_view(session: Session, view: SavedView) -> None:
    """Forgets a view."""
    session.delete(view)
    session.flush()


def _named(session: Session, person_id: int, page: str, name: str) -> SavedView | None:
    query = select(SavedView).where(
        SavedView.person_id == person_id, SavedView.page == page, SavedView.name == name
    )
    return session.exec(query).one_or_none()


def plain_name(name: str) -> str:
    """A name as it is kept."""
    return " ".join(name.split())


def _checked(name: str) -> str:
    name = plain_name(name)
    if not name:
        raise BadInput("lists.views.no_name")
    if len(name) > MAX_NAME_LENGTH:
        raise BadInput("lists.views.long_name", most=MAX_NAME_LENGTH)
    return name


def views_grounds(session: Session, person_id: int) -> Grounds:
    """The lists that somebody keeps, by their names."""
    return {f"view:{view.key}": view.name for view in views_of(session, person_id)}
