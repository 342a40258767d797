"""A small office's deeds as a plain list, and the course that each checkpoint takes of them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from office_deeds import RETURN_DAYS, SOON_DAYS, Days, Deed, Planned

OPEN, SETTLED = ("assigned", "in_progress"), ("verified", "evaluated")


@dataclass
class Course:
    """What became of a checkpoint: the deeds on it, one after the other."""

    plan: Planned
    due: date
    stage: str = "assigned"
    live: bool = True
    report: Deed | None = None
    result: tuple[Decimal | None, bool | None] | None = None
    rests_on: Deed | None = None
    silent: bool = False
    judged: bool = False
    asked: date | None = None
    asked_on: date | None = None
    heard_on: date | None = None
    """When a request was refused that had come before silence could be recorded."""
    returns: int = 0
    sent_back: list[tuple[date, date]] = field(default_factory=list)
    waited: list[tuple[date, date]] = field(default_factory=list)
    there_since: date | None = None
    """Since when the latest word on a product is that it is there."""
    deeds: list[Deed] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        return self.stage in SETTLED

    @property
    def open(self) -> bool:
        return self.stage in OPEN

    @property
    def finding(self) -> bool:
        """It was verified that the work is not done."""
        return self.silent or (self.plan.product and self.result is not None and not self.result[1])

    @property
    def not_there(self) -> bool:
        """The latest word on a product is no."""
        if not self.plan.product or self.open:
            return False
        if self.settled:
            return not self.silent and self.result is not None and not self.result[1]
        return self.report is not None and not self.report.delivered

    def usual_cut_off(self, days: Days) -> date:
        return days.ahead(days.last(self.due), self.plan.cut_off)

    def cut_off(self, days: Days) -> date:
        """The last day before silence may be recorded; a refused request leaves time to report."""
        usual = self.usual_cut_off(days)
        return max(usual, days.ahead(self.heard_on, RETURN_DAYS)) if self.heard_on else usual

    def take(self, deed: Deed, days: Days) -> None:
        """One deed more."""
        self.deeds.append(deed)
        match deed.act:
            case "acknowledge":
                self.stage = "in_progress"
            case "report":
                self.report, self.stage = deed, "reported"
                self.there_since = deed.day if deed.delivered else None
                good = not (self.plan.product and not deed.delivered)
                if good and deed.day <= days.last(self.due):
                    self.asked = None
            case "verify" | "correct":
                self._find(deed)
            case "not_reported":
                self.stage, self.silent, self.judged = "verified", True, False
                self.there_since = None
                self.result, self.report, self.rests_on, self.asked = (None, None), None, None, None
            case "evaluate":
                self.stage, self.judged = "evaluated", True
            case "return":
                self._send_back(deed, days)
            case "ask_extension":
                self.asked, self.asked_on = deed.new_due, deed.day
            case "refuse_extension":
                self.asked = None
                if self.asked_on and self.asked_on <= self.usual_cut_off(days):
                    self.heard_on = deed.day
            case "change_due":
                assert deed.new_due is not None
                self.asked, self.due = None, deed.new_due
            case "withdraw":
                self.live = False

    def _find(self, deed: Deed) -> None:
        value, delivered = deed.value, deed.delivered
        if deed.act == "verify":
            assert self.report is not None
            self.rests_on = self.report
            value = self.report.value if value is None else value
            delivered = self.report.delivered if delivered is None else delivered
        self._note_wait(deed, there=bool(delivered))
        self.stage, self.silent, self.judged = "verified", False, False
        self.result = (value, delivered)
        self._found_on(deed.day)

    def _found_on(self, day: date) -> None:
        """While it was said to be there, waiting or accepted, its time stood still."""
        if not self.finding:
            self.there_since = self.there_since or day
        elif self.there_since:
            self.waited.append((self.there_since, day))
            self.there_since = None

    def _note_wait(self, deed: Deed, *, there: bool) -> None:
        """The days until a product that was said to be there was found missing are not late."""
        was_missing = (self.settled and self.silent) or self.not_there
        if self.plan.product and there and was_missing:
            self.waited.append((deed.day, deed.day))
        elif self.plan.product and not there and not was_missing:
            ends = [end for _, end in self.waited]
            came = [] if self.report is None else [self.report.day]
            self.waited.append((max([*came, *ends]), deed.day))

    def keeps_date(self, days: Days) -> bool:
        """A late report that would make a finding good is sent back without a date."""
        assert self.report is not None
        return self.finding and self.report.day > days.last(self.due)

    def _send_back(self, deed: Deed, days: Days) -> None:
        assert self.report is not None
        if not self.keeps_date(days):
            self.sent_back.append((self.due, self.report.day))
            self.due = deed.new_due or self.due
        elif not self.not_there:
            self.waited.append((self.report.day, deed.day))
        self.returns, self.asked, self.there_since = self.returns + 1, None, None
        self.report = self.rests_on if self.finding else None
        self.stage = "in_progress"
        if self.finding:
            self.stage = "evaluated" if self.judged else "verified"

    # What is said of it on a day ---------------------------------------------------------------

    def came_late_before(self, days: Days) -> list[tuple[date, date]]:
        return [(due, came) for due, came in self.sent_back if came > days.last(due)]

    def in_time(self, days: Days) -> bool:
        came = self.report is not None and self.report.day <= days.last(self.due)
        return came and not self.came_late_before(days)

    def state(self, today: date, days: Days) -> str:
        if self.settled and not self.silent and not self.not_there:
            return "done_in_time" if self.in_time(days) else "done_late"
        if self.silent and self.settled:
            return "overdue"
        if self.stage == "reported" and not self.not_there:
            return "open_in_time" if self.in_time(days) else "overdue"
        return "open_in_time" if today <= days.last(self.due) else "overdue"

    def soon(self, today: date, days: Days) -> bool:
        last = days.last(self.due)
        return self.open and today <= last and days.after(today, last) <= SOON_DAYS

    def days_late(self, today: date, days: Days) -> int:
        until = today
        done = self.settled and not self.silent and not self.not_there
        if (done or (self.stage == "reported" and not self.not_there)) and self.report:
            until = self.report.day
        elif done:  # found after silence: nobody knows when it came
            until = min(today, days.last(self.due))
        earlier = [days.after(days.last(due), came) for due, came in self.came_late_before(days)]
        last = days.last(self.due)
        lay = sum(
            days.after(max(last, came), min(back, until)) for came, back in self.waited
        )  # an empty span where it came and went in time
        return days.after(last, until) - lay + max(earlier, default=0)

    def counted_on(self, today: date, days: Days) -> date:
        """The day on which one had to hold the position to answer for it."""
        last = days.last(self.due)
        if self.open:
            return today
        if self.report is None or self.not_there:
            return min(today, last)
        late = self.came_late_before(days)
        if late:
            return days.last(max(late, key=lambda pair: days.after(days.last(pair[0]), pair[1]))[0])
        return min(self.report.day, last)

    def part(self, today: date, days: Days) -> str:
        """Where the overdue board lists it."""
        if self.settled:
            return "missing" if self.silent else "undelivered" if self.not_there else "done"
        if self.stage == "reported":
            return "waiting"
        if self.soon(today, days):
            return "due_soon"
        return "in_time" if today <= days.last(self.due) else "overdue"

    def section(self, today: date, days: Days) -> str:
        """Where the list of one's own work has it."""
        part = self.part(today, days)
        if not self.open:
            return part if part in ("waiting", "done") else "undone"
        if self.returns:
            return "returned"
        if part != "in_time":
            return part
        return "open" if self.plan.opens <= today else "later"
