"""Where the button of an item leads: to its report form, to its page, or nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dondoc.services.reminders.letters.entries import DATED, LetterEntry
from dondoc.services.reminders.letters.programme_context import ProgrammeContext
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.nudges.reasons import verified_undone
from dondoc.services.reports.links import marker
from models.nudge import NudgeKind
from models.rules.roles import Audience

_DATED = frozenset(DATED)


class Link(NamedTuple):
    """A button of a letter.

    `url`: '' without pages. `reports`: it opens the report form, once, without a password.
    """

    url: str
    reports: bool


_NOWHERE = Link("", False)


@dataclass
class ItemLinks:
    """The links of letters of one day. A link to a report form is a mark until it is sent."""

    office: LettersSender
    programme_contexts: Mapping[int, ProgrammeContext]
    day: date

    def __post_init__(self) -> None:
        self._web, self._mark = self.office.web, marker(self.day)

    def of(self, entry: LetterEntry) -> Link:
        """The one link of an item, for the reader of this letter."""
        if not self._web:
            return _NOWHERE
        state = entry.state
        if self._files_report(entry):
            return Link(self._web + self._mark(state.checkpoint_id, state.returns), True)
        return Link(
            self.office.item_url(self.programme_contexts[state.programme_id].year, state.ref), False
        )

    def _files_report(self, entry: LetterEntry) -> bool:
        """Whether the reader themself answers for it, and it waits for their report.

        Not somebody who reads in another's place: a link without a password is for one person.
        """
        own = entry.audience is Audience.LEAD and not entry.author
        if not own or entry.instead is not None or entry.stand_in is not None:
            return False
        waits = entry.state.opens_on <= self.day or entry.section in _DATED
        back = entry.has(NudgeKind.RETURNED)
        return (entry.state.unreported and (waits or back)) or (
            back and verified_undone(entry.state)
        )
