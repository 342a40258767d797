"""Reminding as one use case: scan for reasons, gather them into messages, deliver what is due."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.collecting import seldom_collecting
from dondoc.i18n import translator
from dondoc.services.delivery.channels_in_use import find_open_channels, only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.processes import deliver_together
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.evaluation.course.step_letters import queue_step_letters
from dondoc.services.personal_data.notices import gather_notices
from dondoc.services.programme.at_work import programmes_of_run
from dondoc.services.reach.channels import keep_tokens
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reminders.gather.gather import Unreachable, gather
from dondoc.services.reminders.letters.sender import LettersSender, reachable
from dondoc.services.reminders.nudges.scan import scan
from dondoc.store.database import reading, written
from dondoc.workplace import Workplace
from models.programme import Programme
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class ReminderRun:
    """What a reminder run decided; people get one message for all programmes."""

    day: date
    day_off: bool = False
    nudges: int = 0
    messages: int = 0
    lines: int = 0
    unreachable: tuple[Unreachable, ...] = ()
    nobody: tuple[str, ...] = ()


def office_of(workplace: Workplace) -> LettersSender:
    """From whom letters come."""
    settings = workplace.settings
    # Letters about made-up data never leave the machine on which its pages are.
    web_url = settings.web_url if workplace.sample else reachable(settings.web_url)
    return LettersSender(
        name=settings.office or translator(settings.language)("office.name"),
        address=settings.mail_from,
        reply_to=settings.reply_to,
        web_url=web_url,
        sample=workplace.sample,
        stop_url=web_url,
    )


@seldom_collecting()
def remind(workplace: Workplace, now: datetime, year: int | None = None) -> ReminderRun:
    """Decides who is to be reminded of what, and puts it into messages. Sends nothing.

    `year`: of that programme only; None: of every programme at work.
    Raises BadInput where there is no programme.
    """
    with reading(workplace.engine) as session:
        ids = [programme.key for programme in programmes_of_run(session, local_date(now), year)]
    scanned = [scan(workplace.engine, key, now) for key in ids]
    gathered = gather(workplace.engine, now, None if year is None else ids)
    notices = written(workplace.engine, lambda session: gather_notices(session, now))
    asked = written(
        workplace.engine,
        lambda session: queue_step_letters(session, now, _with_rounds(session, year)),
    )
    return ReminderRun(
        day=local_date(now),
        day_off=bool(scanned) and all(result.day_off for result in scanned),
        nudges=sum(scan_result.total for scan_result in scanned),
        messages=gathered.messages + notices + asked,
        lines=gathered.lines,
        unreachable=gathered.unreachable,
        nobody=gathered.nobody,
    )


def _with_rounds(session: Session, year: int | None) -> list[int]:
    """The programmes whose rounds of evaluation are asked about: also of a year that is over."""
    query = select(col(Programme.id))
    query = query if year is None else query.where(col(Programme.year) == year)
    return [key for key in session.scalars(query) if key is not None]


def deliver_due(workplace: Workplace, now: datetime, policy: Policy | None = None) -> DeliverResult:
    """Sends every message that is due by the channels set up, or to the embedded mailbox."""
    settings, engine = workplace.settings, workplace.engine
    # The people of a sample are made up, and its clock is not ours: its letters stay here.
    channels = (
        only(settings.mailbox_url) if workplace.sample
        else find_open_channels(engine, settings.channel_url, partial(keep_tokens, engine))
    )  # fmt: skip
    done = deliver_together(engine, channels, now, office_of(workplace), policy)
    if (mail := channels.get(MAIL)) is not None:
        mail.open().close()  # an address that cannot work is told even when nothing waits for it
    return done


def list_mailbox(workplace: Workplace) -> None:
    """Writes the mailbox's list of letters anew, for whoever opens the folder."""
    from dondoc.channels.mailbox import write_index  # it brings Apprise along

    folder = workplace.settings.mailbox
    if folder.is_dir():
        write_index(folder, workplace.settings.language)
