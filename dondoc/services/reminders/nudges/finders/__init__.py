"""Finding reasons to remind: a file for each kind of reason, each read in portions."""

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
