"""All that these benchmarks ask of Đôn Đốc itself: open, be told what is old, decide, deliver."""

from datetime import datetime
from pathlib import Path

from pydantic import SecretStr
from sqlmodel import Session, select

from dondoc.services.delivery import remind
from dondoc.settings import Settings
from dondoc.workplace import Workplace, open_workplace
from models.installation import Setting
from models.programme import Programme


def open_place(home: Path, database_url: str, mail_url: str | None = None) -> Workplace:
    """An installation with this database and mail server; without one, letters become files."""
    settings = Settings(
        home=home,
        database_url=SecretStr(database_url),
        mail_url=SecretStr(mail_url) if mail_url else None,
        mail_from="dondoc@bench.example",
        office="Văn phòng đo tốc độ",
    )
    return open_workplace(settings)


def mail_url(port: int) -> str:
    """A mail server of this machine, without encryption."""
    return f"mailto://127.0.0.1:{port}?mode=insecure"


def greeted(session: Session, last_assignment_id: int) -> None:
    """Says that everybody was told of their assignments on an earlier day.

    Else the first scan would greet every assignment, and measure that instead of due dates.
    """
    programme = session.exec(select(Programme)).one()
    name = f"remind.assigned_through.{programme.key}"
    session.merge(Setting(name=name, value=str(last_assignment_id)))


def decide(place: Workplace, now: datetime) -> dict[str, int]:
    """Scans, decides and queues: how many nudges and messages were made."""
    done = remind.remind(place, now)
    return {"nudges": done.nudges, "messages": done.messages}


def deliver(place: Workplace, now: datetime) -> dict[str, int]:
    """Sends what is queued: how many messages were sent."""
    return {"sent": remind.deliver_due(place, now).sent}
