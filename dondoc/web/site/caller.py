"""What a page and a call of the API have in common: who asks, when, and of which database."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import BackgroundTasks, Request
from sqlmodel import Session

from dondoc.clockwork.wake import wake
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import reading, writing
from dondoc.workplace import Workplace
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class CallerRequest:
    """A request of somebody known. `now`: in the programme's time; `wall`: in real time."""

    request: Request
    workplace: Workplace
    viewer: Viewer
    now: datetime
    wall: datetime

    @property
    def today(self) -> date:
        """The day in Viet Nam."""
        return local_date(self.now)

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads, and sees one moment."""
        return reading(self.workplace.engine)

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction that may write."""
        return writing(self.workplace.engine)

    def wake_after(self, tasks: BackgroundTasks) -> None:
        """Has the advance flow told, once the answer is on its way, that something was recorded."""
        tasks.add_task(wake, self.workplace.settings)
