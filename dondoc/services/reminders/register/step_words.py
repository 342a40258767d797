"""The step of a reason as an official reads it: days before or after, or a month."""

from dondoc.i18n import Translate
from models.nudge import NudgeKind


def step_words(kind: NudgeKind, step: str, tr: Translate) -> str:
    """Words for a step of the ladder, a wait in working days, or a month; "" where there is none.

    `step`: as a nudge keeps it: working days from the last day in time, or of waiting, or a year
    and a month.
    """
    if not step.removeprefix("-").isdecimal():
        year, _, month = step.partition("-")
        return tr("register.step.month", month=int(month), year=year) if month else step
    days = int(step)
    if kind is not NudgeKind.DEADLINE:
        return tr("register.step.waited", n=days)
    if days == 0:
        rung = tr("item.step.on")
    else:
        rung = tr("item.step.after", n=days) if days > 0 else tr("item.step.before", n=-days)
    # Named as a rung: alone it would read as how late the work is today.
    return tr("register.step.rung", rung=rung)
