"""Reminding as one use case: scan for reasons, gather them into messages, deliver what is due."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.channels.mailbox import write_index
from dondoc.db import reading, writing
from dondoc.i18n import translator
from dondoc.services.deliver.policy import Policy
from dondoc.services.deliver.run import DeliverResult, deliver
from dondoc.services.programmes import current_programme, programmes_at_work
from dondoc.services.remind.gather import GatherResult, Unreachable, gather
from dondoc.services.remind.office import Office
from dondoc.services.remind.scan import ScanResult, scan
from dondoc.workplace import Workplace
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class Reminded:
    """What a reminder run decided, for one programme after the other."""

    day: date
    day_off: bool = False
    nudges: int = 0
    messages: int = 0
    lines: int = 0
    unreachable: tuple[Unreachable, ...] = ()
    nobody: tuple[str, ...] = ()

    def and_then(self, scanned: ScanResult, gathered: GatherResult) -> "Reminded":
        """Together with what was decided for one more programme."""
        return Reminded(
            self.day,
            self.day_off or scanned.day_off,
            self.nudges + sum(scanned.made.values()),
            self.messages + gathered.messages,
            self.lines + gathered.lines,
            (*self.unreachable, *gathered.unreachable),
            (*self.nobody, *gathered.nobody),
        )


def office_of(workplace: Workplace) -> Office:
    """From whom letters come."""
    settings = workplace.settings
    return Office(
        name=settings.office or translator(settings.language)("office.name"),
        address=settings.mail_from,
        reply_to=settings.reply_to,
        sample=workplace.sample,
    )


def remind(workplace: Workplace, now: datetime, year: int | None = None) -> Reminded:
    """Decides who is to be reminded of what, and puts it into messages. Sends nothing.

    `year`: of that programme only; None: of every programme at work.
    Raises BadInput where there is no programme.
    """
    with reading(workplace.engine) as session:
        newest = current_programme(session, year)
        years = [one.year for one in programmes_at_work(session)] if year is None else [newest.year]
    done = Reminded(local_date(now))
    for one in years:
        with writing(workplace.engine) as session:
            scanned = scan(session, current_programme(session, one), now)
        with writing(workplace.engine) as session:
            gathered = gather(session, current_programme(session, one), now)
        done = done.and_then(scanned, gathered)
    return done


def deliver_due(workplace: Workplace, now: datetime, policy: Policy | None = None) -> DeliverResult:
    """Sends every message that is due to the configured channel, or the embedded mailbox."""
    settings = workplace.settings
    # The people of a sample are made up, and its clock is not ours: its letters stay here.
    url = settings.mailbox_url if workplace.sample else settings.channel_url
    return deliver(workplace.engine, url, now, office_of(workplace), policy)


def list_mailbox(workplace: Workplace) -> None:
    """Writes the mailbox's list of letters anew, for whoever opens the folder."""
    folder = workplace.settings.mailbox
    if folder.is_dir():
        write_index(folder, workplace.settings.language)
