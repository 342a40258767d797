"""The transaction in which a command changes somebody's settings, or the office's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from dondoc.cli.office import acting_moment, office

if TYPE_CHECKING:
    from dondoc.services.organisation.changes import SettingsChange
    from dondoc.workplace import Workplace


@contextmanager
def settings_of(
    by: str,
    of: str | None = None,
    as_of: date | None = None,
    json: bool = False,
    *,
    for_office: bool = False,
) -> "Iterator[tuple[Workplace, SettingsChange]]":
    """A transaction in which `by` changes their own settings, those of `of`, or the office's."""
    from dondoc.clock import wall_clock
    from dondoc.services.organisation.changes import acting, acting_for_office
    from dondoc.store.database import writing

    workplace = office(quiet=json)
    now = acting_moment(workplace, as_of)
    with writing(workplace.engine) as session:
        wall = wall_clock()
        if for_office:
            yield workplace, acting_for_office(session, by, now, wall)
        else:
            yield workplace, acting(session, by, of, now, wall)
        session.flush()
        session.expunge_all()  # what was read stays readable after the transaction
