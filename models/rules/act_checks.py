"""What must hold before an act of the table (`acts.RULES`) is allowed: None, or why it is not."""

from collections.abc import Callable

from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.roles import ANSWERING, Role
from models.rules.stages import SETTLED, Stage
from models.rules.texts import bare

Check = Callable[[CheckpointFacts, ActFacts], Refusal | None]


def needs_reason(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A person who is told no, or whose number is changed, is owed a reason."""
    return None if bare(act_facts.reason) else Refusal("refusal.needs_reason")


def window_open(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """The calendar opens a window only on its day."""
    return None if act_facts.today >= facts.opens_on else Refusal("refusal.not_open")


def has_content(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A final report says a number (0 is one) or whether the product is delivered.

    Of a composite it says neither: that is computed from its components.
    """
    if facts.is_computed:
        return None
    if facts.is_product:
        return None if act_facts.delivered is not None else Refusal("refusal.needs_delivered")
    return None if act_facts.value is not None else Refusal("refusal.needs_value")


def not_done_yet(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A verified result is made good only where it says that the work is not done."""
    if facts.stage not in SETTLED or facts.finding:
        return None
    return Refusal("refusal.wrong_stage", (("act", act_facts.act), ("stage", facts.stage)))


def same_reporter(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Of two people reporting at once the second must not silently replace the first."""
    if facts.stage is not Stage.REPORTED or facts.report is None or facts.report.by == act_facts.by:
        return None
    params = (("person", facts.report.by), ("at", facts.report.recorded_at))
    return Refusal("refusal.already_reported", params, (Act.UPDATE,))


def late_if_replaced(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Whoever replaces a report that came in time after the last day knows that it will be late."""
    if facts.report is None or act_facts.confirmed or not facts.late_if_replaced(act_facts.today):
        return None
    last, came = facts.terms.last_day(facts.due_on), facts.report.recorded_at
    return Refusal("refusal.late_if_replaced", (("at", came), ("day", last)), (Act.UPDATE,))


def meant_if_early(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A result of a period that has not begun is most often meant for another period or year.

    Words alone, such as those of an update on preparations, take no period for another.
    """
    says = act_facts.value is not None or act_facts.delivered is not None
    if not says or act_facts.confirmed or not facts.begins_later(act_facts.today):
        return None
    return Refusal("refusal.not_begun", (("day", facts.opens_on), ("due", facts.due_on)))


def files_for_official(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Whoever is not responsible says for whom they file, so that the register shows both."""
    if Role.OFFICIAL in act_facts.roles or act_facts.on_behalf_of is not None:
        return None
    return Refusal("refusal.name_official")


def not_own_report(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Nobody judges their own report, nor one filed in their name."""
    if _was_judged_before(act_facts):
        return None
    report = facts.report
    mine = {act_facts.by, act_facts.on_behalf_of} - {None}
    if report is not None and mine & {report.by, report.on_behalf_of}:
        return Refusal("refusal.own_report")
    return None


def not_own_work(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Nobody decides alone on what they answer for or did, whoever sent its report, if anyone."""
    return None if _was_judged_before(act_facts) else _own(act_facts, "refusal.own_work")


def reason_when_changed(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Verifying another value than the reported one is a correction and says why."""
    report = facts.report
    changed = report is not None and (
        (act_facts.value is not None and act_facts.value != report.value)
        or (act_facts.delivered is not None and act_facts.delivered != report.delivered)
    )
    return needs_reason(facts, act_facts) if changed else None


def after_cut_off(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Silence is recorded only once the time for reporting has run out."""
    if act_facts.today > facts.cut_off_on:
        return None
    if facts.report_until is None:
        return Refusal("refusal.before_cut_off", (("day", facts.cut_off_on),))
    params = (("refused", facts.refused_on), ("day", facts.report_until))
    return Refusal("refusal.waited_for_answer", params)


def not_before_time(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Nobody is judged for a product that is missing while there is time to deliver it."""
    if not facts.may_yet_come(act_facts.today):
        return None
    return Refusal("refusal.still_in_time", (("day", facts.terms.last_day(facts.due_on)),))


def decided_where_it_must(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Where people are evaluated, no checkpoint is evaluated beside the decision about its lead."""
    if facts.by_decision and act_facts.step_behind is None:
        return Refusal("refusal.by_decision")
    return None


def not_while_asked(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Whoever waits for an answer to their request is not silent."""
    if facts.extension_asked is None:
        return None
    params = (("day", facts.extension_asked),)
    return Refusal("refusal.extension_undecided", params)


def answered_first(facts: CheckpointFacts, deed: ActFacts) -> Refusal | None:
    """A late report is judged, or sent back, once it is decided by which date it was due."""
    if facts.extension_asked is None:
        return None
    return Refusal("refusal.extension_first", (("day", facts.extension_asked),))


def only_as_answer(facts: CheckpointFacts, deed: ActFacts) -> Refusal | None:
    """The date of a report that waits is changed only where somebody asked for it before."""
    if facts.stage is not Stage.REPORTED or facts.extension_asked is not None:
        return None
    return Refusal("refusal.wrong_stage", (("act", deed.act), ("stage", facts.stage)))


def grants_later(facts: CheckpointFacts, deed: ActFacts) -> Refusal | None:
    """What answers a request takes no time away, though after a report its day may have passed."""
    if deed.new_due_on is None or facts.extension_asked is None:
        return None
    return asks_later(facts, deed)


def leaves_time_to_mend(facts: CheckpointFacts, deed: ActFacts) -> Refusal | None:
    """The days that a return gave to mend a report are not taken away by another date."""
    if not facts.to_mend or deed.new_due_on is None or deed.new_due_on >= facts.due_on:
        return None
    least = facts.terms.calendar.add(deed.today, facts.terms.return_days)
    if deed.new_due_on >= least:
        return None
    return Refusal("refusal.mending_needs_days", (("day", min(least, facts.due_on)),))


def confirm_silence_after_return(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Whose report was sent back has reported: that it never came again is said expressly."""
    if not facts.to_mend:
        return None
    if not act_facts.confirmed:
        return Refusal("refusal.returned_is_no_silence", (("returns", facts.returns),))
    return needs_reason(facts, act_facts)


def time_to_mend(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A return leaves the days that the rules give to mend the report, and never takes any away.

    Who can mend it sooner does. What was found not done can be made good on any day, so the
    return of a report that would do so sets no date where it came late.
    """
    needed, new = facts.terms.mend_by(facts.due_on, act_facts.today), act_facts.new_due_on
    if facts.keeps_date:
        return Refusal("refusal.finding_keeps_date") if new is not None else None
    if new is None:
        return Refusal("refusal.return_needs_due", (("day", needed),)) if needed else None
    if facts.terms.return_days == 0:
        return None
    least = max(facts.due_on, needed or facts.due_on)
    return Refusal("refusal.return_too_soon", (("day", least),)) if new < least else None


def new_due_ahead(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A new date that has passed already would make the official late at once.

    One that answers a request after the report came only says by when it had to come.
    """
    if act_facts.act is Act.CHANGE_DUE and facts.stage is Stage.REPORTED:
        return None
    if act_facts.new_due_on is None or act_facts.new_due_on >= max(act_facts.today, facts.opens_on):
        return None
    return Refusal("refusal.new_due_passed", (("day", act_facts.new_due_on),))


def names_due(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Moving the due date needs a date that differs from today's."""
    if act_facts.new_due_on is None or act_facts.new_due_on == facts.due_on:
        return Refusal("refusal.needs_new_due")
    return None


def not_own_date(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Whoever answers for a checkpoint does not decide how much time they have, or had."""
    return _own(act_facts, "refusal.own_date")


def _was_judged_before(facts: ActFacts) -> bool:
    return facts.step_behind is not None and facts.step_behind.was_judged_before


def _own(facts: ActFacts, key: str) -> Refusal | None:
    """Somebody who left keeps their results, so they do not decide on them from another desk."""
    if not facts.roles & ANSWERING:
        return None
    if Role.OFFICIAL in facts.roles:
        return Refusal(key)
    former = Role.FORMER_OFFICIAL in facts.roles
    return Refusal("refusal.former_work" if former else "refusal.unit_work")


def asks_later(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """An extension asks for more time, not for less or the same."""
    if act_facts.new_due_on is None:
        return Refusal("refusal.needs_new_due")
    if act_facts.new_due_on <= facts.due_on:
        return Refusal("refusal.extension_not_later", (("day", facts.due_on),))
    return None


def none_pending(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """A second request would hide the first from whoever decides."""
    if facts.extension_asked is None:
        return None
    return Refusal("refusal.extension_pending", (("day", facts.extension_asked),))


def one_pending(facts: CheckpointFacts, act_facts: ActFacts) -> Refusal | None:
    """Only what was asked for can be refused."""
    return None if facts.extension_asked is not None else Refusal("refusal.no_extension_asked")
