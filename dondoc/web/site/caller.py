"""What a page and a call of the API have in common: who asks, when, and of which database."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import BackgroundTasks, HTTPException, Request
from sqlmodel import Session

from dondoc.clockwork.wake import wake
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import Result, reading, writing, written
from dondoc.workplace import Workplace
from models.programme import Programme
from models.rules.checkpoints import local_date


class SignInNeededError(Exception):
    """Nobody is signed in; `then`: where to go once somebody is."""

    def __init__(self, then: str) -> None:
        super().__init__(then)
        self.then = then


class NoProgrammeError(Exception):
    """The page needs a plan, and none is loaded yet."""


@dataclass(frozen=True)
class Admitted(ABC):
    """Somebody who was let in on arrival, by whatever door; who writes is asked for once more."""

    request: Request
    workplace: Workplace

    @abstractmethod
    def check_still(self, session: Session) -> None:
        """Raises where whoever was let in on arrival is not any more.

        Whoever shuts somebody out waits for what is being written, and nothing comes after it.
        """

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads, and sees one moment."""
        return reading(self.workplace.engine)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write, as long as the caller is let in still."""
        with writing(self.workplace.engine) as session:
            self.check_still(session)
            yield session

    def written(self, work: Callable[[Session], Result]) -> Result:
        """What work gives in such a transaction; done once more where another ended it."""

        def work_if_let_in(session: Session) -> Result:
            self.check_still(session)
            return work(session)

        return written(self.workplace.engine, work_if_let_in)


@dataclass(frozen=True)
class CallerRequest(Admitted):
    """A request of somebody known. `now`: in the programme's time; `wall`: in real time."""

    viewer: Viewer
    now: datetime
    wall: datetime

    @property
    def today(self) -> date:
        """The day in Viet Nam."""
        return local_date(self.now)

    def not_of_whole_year(self) -> HTTPException:
        """What is not found among what whoever sees everything sees: 403 for anybody else."""
        return HTTPException(404 if self.viewer.sees_all else 403)

    def programme_in(self, session: Session) -> Programme:
        """The caller's programme in a transaction that is open. Raises NoProgrammeError."""
        if self.viewer.programme_id is None:
            raise NoProgrammeError
        return session.get_one(Programme, self.viewer.programme_id)

    def wake_after(self, tasks: BackgroundTasks) -> None:
        """Has the advance flow told, once the answer is on its way, that something was recorded."""
        tasks.add_task(wake, self.workplace.settings)
