"""What there is to remind of: one kind of reason a file, each read in portions."""

from dondoc.services.reminders.nudges.finders import (
    acknowledgements,
    assigned,
    committees,
    deadlines,
    opened,
    unreached,
    verifications,
)
from dondoc.services.reminders.nudges.finders.context import Finder

FINDERS: tuple[Finder, ...] = (
    assigned.find,
    deadlines.find,
    verifications.find,
    acknowledgements.find,
    opened.find,
    committees.find,
    unreached.find,
)
"""In the order of the scan."""
