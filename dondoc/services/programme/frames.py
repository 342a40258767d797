"""What the checkpoints of a programme are judged by: its working days and its rule set."""

from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.programme.programmes import working_calendar
from dondoc.services.programme.rule_sets import Rules, rules_of
from dondoc.store.cache import database_of, keep, version
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.terms import Terms


@dataclass(frozen=True)
class ProgrammeRules:
    """What the facts of a programme's checkpoints are seen in."""

    calendar: WorkingCalendar
    rules: Rules

    def terms(self, cut_off_days: int | None) -> Terms:
        """The terms of a checkpoint; `cut_off_days`: its indicator's own, None without any."""
        days = self.rules.cut_off_days if cut_off_days is None else cut_off_days
        return Terms(self.calendar, days, self.rules.return_days)


def frame_of(session: Session, programme: Programme) -> ProgrammeRules:
    """The calendar and the rules of a programme, read now."""
    return ProgrammeRules(working_calendar(session, programme), rules_of(session, programme))


def cached_frame_of(session: Session, programme: Programme) -> ProgrammeRules:
    """Calendar and rules of a programme for pages: read once, kept until something happens."""
    key = ("frame", database_of(session), programme.id)
    return keep(key, version(session), lambda: frame_of(session, programme))
