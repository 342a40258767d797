"""Sample data whose clock does not depend on the hour at which the tests are run."""

from dataclasses import replace
from datetime import date

from dondoc.clock import at, wall_clock
from dondoc.store.database import writing
from dondoc.workplace import CLOCK_OFFSET, Workplace, make_sample, put_setting

MORNING = 9
"""An hour at which letters go out; at night they wait."""


def sample_in_the_morning(workplace: Workplace, day: date) -> Workplace:
    """Marks a database as sample data; its clock starts on a day at nine and runs on."""
    made = make_sample(workplace, day)
    offset = at(day, MORNING) - wall_clock()
    with writing(made.engine) as session:
        put_setting(session, CLOCK_OFFSET, str(int(offset.total_seconds())))
    return replace(made, offset=offset)
