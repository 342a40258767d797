"""The page, counted once for all who look at it before anything changes."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.boards.overview.page import Overview, overview
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.cache import keep, version
from models.digest import Digest
from models.programme import Programme
from models.rules.checkpoints import local_date


def cached_overview(
    session: Session, viewer: Viewer, programme: Programme, now: datetime
) -> Overview | None:
    """The page, or None for whoever does not see the whole programme."""
    if not viewer.sees_all:
        return None
    database = str(session.get_bind().engine.url)
    key = ("overview", database, programme.id, programme.plan_sha256, local_date(now))
    digests = session.connection().scalar(select(func.count(col(Digest.id))))
    state = (*version(session), digests)
    return keep(key, state, lambda: overview(session, viewer, programme, now))
