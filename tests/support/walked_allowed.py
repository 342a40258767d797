"""What the documents let somebody do in the office that is walked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from office_course import Course
from office_facts import Facts

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act

DAYS_TO_MEND = 5
"""Working days, by the rule set of the sample."""


@dataclass
class Allowed:
    """Whether the documents let somebody do something on a day."""

    facts: Facts
    today: date
    course: Course
    given: ActInput

    def holds(self) -> bool:
        checks: dict[Act, Callable[[], bool]] = {
            Act.REPORT: self._report, Act.UPDATE: self._meant,
            Act.VERIFY: self._verify, Act.RETURN: self._return,
            Act.NOT_REPORTED: self._silence, Act.CORRECT: self._correct,
            Act.EVALUATE: lambda: self.facts.judged_next(self.course, self.today)
            and self._decides(judge=True),
            Act.CHANGE_DUE: self._change_due, Act.ASK_EXTENSION: self._ask,
            Act.REFUSE_EXTENSION: self._refuse,
            Act.WITHDRAW: lambda: self._office(reason=True) and self.course.stage != "evaluated",
        }  # fmt: skip
        check = checks.get(self.given.act)
        return check() if check else True

    @property
    def _last(self) -> date:
        return self.facts.days.last(self.course.due)

    def _mandates(self) -> set[str]:
        posts = {"TU-TK": "s", "TU-PB": "sj", "TU-TH": "s"}
        held = self.facts.held
        return {m for p, ms in posts.items() for h in held[p] for m in ms
                if h.person == self.given.by and h.on(self.today)}  # fmt: skip

    def _files(self) -> bool:
        facts, plan, by = self.facts, self.course.plan, self.given.by
        officials = facts.officials(plan, self.today)
        if by in officials:
            return self.given.on_behalf_of is None or self.given.on_behalf_of in officials
        heads = facts.holders([facts.heads[plan.unit]], self.today)
        desks = heads + (
            facts.holders([f"{plan.unit}-CT"], self.today) if plan.unit != "YL" else []
        )
        return (by in desks or "s" in self._mandates()) and self.given.on_behalf_of in officials

    def _decides(self, *, judge: bool = False) -> bool:
        mandates = self._mandates()
        if not mandates & ({"s", "j"} if judge else {"s"}):
            return False
        report = self.course.report
        mine = report is not None and self.given.by in (report.by, report.behalf)
        return not mine and self.given.by not in self.facts.answered(self.course.plan, self.today)

    def _office(self, *, reason: bool) -> bool:
        """As deciding, but whoever sent the report for somebody may."""
        own = self.given.by in self.facts.answered(self.course.plan, self.today)
        return "s" in self._mandates() and not own and bool(self.given.reason or not reason)

    def _content(self) -> bool:
        product = self.course.plan.product
        return (self.given.delivered if product else self.given.value) is not None

    def _meant(self) -> bool:
        """A result of a period that has not begun, where none came before, is confirmed."""
        says = self.given.value is not None or self.given.delivered is not None
        ahead = self.today < self.course.plan.opens and not self.course.returns
        return self.given.confirmed or not (says and ahead and self.course.report is None)

    def _report(self) -> bool:
        course, report = self.course, self.course.report
        if not self._files() or not self._content() or not self._meant():
            return False
        if course.settled and not course.finding:
            return False
        if course.finding and course.plan.product and not self.given.delivered:
            return False
        if course.stage != "reported" or report is None:
            return True
        late = report.day <= self._last < self.today and not course.not_there
        return report.by == self.given.by and (self.given.confirmed or not late)

    def _verify(self) -> bool:
        course, report = self.course, self.course.report
        if course.stage != "reported" or course.asked or not self._decides():
            return False
        assert report is not None
        other = self.given.value not in (None, report.value)
        other = other or self.given.delivered not in (None, report.delivered)
        return (bool(self.given.reason) or not other) and self._there_then()

    def _there_then(self) -> bool:
        """Against its report a product was there all along only where that is confirmed."""
        course = self.course
        said = course.rests_on if course.settled else course.report
        against = course.not_there and said is not None and said.delivered is False
        asked = against and bool(self.given.delivered) and self.today > self._last
        return self.given.confirmed or not asked

    def _return(self) -> bool:
        course, days, new = self.course, self.facts.days, self.given.new_due_on
        if course.stage != "reported" or course.asked or not self._decides():
            return False
        if not self.given.reason or (new is not None and course.keeps_date(days)):
            return False
        mended = days.ahead(self.today, DAYS_TO_MEND)
        least = course.due if mended <= self._last else max(course.due, mended)
        return new is None or new >= max(least, course.plan.opens)

    def _silence(self) -> bool:
        course = self.course
        over = self.today > course.cut_off(self.facts.days)
        if not (course.open and over and not course.asked and self._decides()):
            return False
        return not course.returns or (self.given.confirmed and bool(self.given.reason))

    def _correct(self) -> bool:
        reasoned = bool(self.given.reason) and self._content()
        return self.course.settled and self._decides() and reasoned and self._there_then()

    def _change_due(self) -> bool:
        course, new = self.course, self.given.new_due_on
        assert new is not None
        if course.settled or not self._office(reason=True) or new == course.due:
            return False
        if course.stage == "reported":
            return course.asked is not None and new > course.due
        if course.asked and new <= course.due:
            return False
        to_mend = course.returns and new < course.due
        least = self.facts.days.ahead(self.today, DAYS_TO_MEND) if to_mend else self.today
        return new >= max(least, course.plan.opens)

    def _ask(self) -> bool:
        course, new = self.course, self.given.new_due_on
        assert new is not None
        free = course.open and not course.asked and bool(self.given.reason)
        return free and self._files() and new > course.due and new >= self.today

    def _refuse(self) -> bool:
        return self.course.asked is not None and self._office(reason=True)
