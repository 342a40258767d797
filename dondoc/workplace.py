"""Where a command, a flow or a page works: settings, the database behind them, and its clock."""

import errno
import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlmodel import Session

from dondoc.clock import Clock, RunningClock, StoppedClock, at, wall_clock
from dondoc.errors import BadInput
from dondoc.settings import Settings
from dondoc.store.database import open_engine, reading, writing
from dondoc.store.migrate import has_schema, upgrade
from models.installation import Setting
from models.rules.checkpoints import HANOI

SAMPLE_DATABASE = "sample"
REAL_DATABASE = "dondoc"
CLOCK_OFFSET = "clock.offset_seconds"
SAMPLE = "sample"
FIRST_HOUR, LAST_HOUR = 8, 18
"""Of a working day: outside of these hours a sample begins in the morning."""


@dataclass(frozen=True)
class Workplace:
    """An open database. `sample`: it holds sample data, and says so everywhere."""

    settings: Settings
    engine: Engine
    sample: bool
    offset: timedelta

    @property
    def evidence(self) -> Path:
        """The folder of evidence files; the sample keeps its own."""
        return self.settings.root / ("evidence-sample" if self.sample else "evidence")

    def clock(self, as_of: date | None = None) -> Clock:
        """The clock of this database, or one that stands on a day at this time of day."""
        running = RunningClock(self.offset)
        if as_of is None:
            return running
        now = running.now().astimezone(HANOI)
        return StoppedClock(at(as_of, now.hour, now.minute))


def database_name(settings: Settings) -> str:
    """The embedded database in use: as set, else the real one where it exists, or the sample's."""
    if settings.embedded is not None:
        return settings.embedded
    has = {name: (settings.root / f"{name}.sqlite").exists() for name in _NAMES}
    return SAMPLE_DATABASE if has[SAMPLE_DATABASE] and not has[REAL_DATABASE] else REAL_DATABASE


_NAMES = (SAMPLE_DATABASE, REAL_DATABASE)


def is_made(settings: Settings) -> bool:
    """Whether the database of the settings is there. Looking makes none, nor its folder.

    Raises sqlalchemy.exc.OperationalError where a configured database cannot be reached,
    NotADirectoryError where the data folder is a file.
    """
    url = make_url(settings.database(database_name(settings)))
    if url.get_backend_name() == "sqlite" and url.database:
        if settings.root.exists() and not settings.root.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(settings.root))
        if not Path(url.database).exists():
            return False
    engine = open_engine(settings.database(database_name(settings)))
    try:
        return has_schema(engine)
    finally:
        engine.dispose()


def open_made(settings: Settings) -> Workplace:
    """Opens the database of the settings, for what has no business to make one.

    Raises BadInput, with what to do, where there is none yet.
    """
    if not is_made(settings):
        raise BadInput("cli.database_not_made", folder=settings.root)
    return open_workplace(settings)


def open_workplace(settings: Settings, name: str | None = None) -> Workplace:
    """Opens the database of the settings (or the embedded one called `name`), brought up to date.

    One that is not there is made. Raises sqlalchemy.exc.OperationalError where a configured
    database cannot be reached.
    """
    engine = open_engine(settings.database(name or database_name(settings)))
    upgrade(engine)
    with reading(engine) as session:
        offset = timedelta(seconds=float(get_setting(session, CLOCK_OFFSET, "0")))
        sample = get_setting(session, SAMPLE, "") == "yes"
    return Workplace(settings, engine, sample, offset)


def make_sample(workplace: Workplace, day: date) -> Workplace:
    """Marks a database as sample data whose clock starts on a day and runs on.

    It keeps the time of day, as schedules do; but who tries a sample at night sees its morning,
    since quiet hours would hold back every letter.
    """
    wall = wall_clock()
    here = wall.astimezone(HANOI)
    by_day = FIRST_HOUR <= here.hour < LAST_HOUR
    moment = here.replace(year=day.year, month=day.month, day=day.day)
    if not by_day:
        moment = moment.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    offset = timedelta(seconds=round((moment - wall).total_seconds()))
    with writing(workplace.engine) as session:
        put_setting(session, SAMPLE, "yes")
        put_setting(session, CLOCK_OFFSET, str(int(offset.total_seconds())))
    return Workplace(workplace.settings, workplace.engine, True, offset)


def get_setting(session: Session, name: str, default: str) -> str:
    """A named value of this installation."""
    row = session.get(Setting, name)
    return row.value if row is not None else default


def put_setting(session: Session, name: str, value: str) -> None:
    """Keeps a named value of this installation."""
    session.merge(Setting(name=name, value=value))
