"""The example plan under the commands."""

from pathlib import Path

from cli_office import Command, Ran, dondoc, loaded_home, office  # noqa: F401
from sqlmodel import select

from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import open_workplace
from models.submission import Submission

Q1 = "DV01@LT/Q1"


def submissions(folder: Path) -> int:
    engine = open_workplace(Settings(home=folder / "home")).engine
    with reading(engine) as session:
        count = len(session.exec(select(Submission.id)).all())
    engine.dispose()
    return count


def reported_by_command(office: Command) -> Ran:  # noqa: F811
    return office("report", Q1, "--by", "CB-LT1", "--value", "50", "--json")
