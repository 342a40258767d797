"""Taking back a conclusion that was recorded wrongly; it is kept, with who and why."""

from dondoc.errors import BadInput
from dondoc.services.grounds.office import hold_office
from dondoc.services.meetings.call import by_the_secretariat, check_length
from dondoc.services.meetings.conclusions import MAX_LETTERS
from dondoc.services.meetings.held_conclusion import held_conclusion, meeting_of, note_conclusion
from dondoc.services.meetings.work import WorkStands, works_of
from dondoc.services.organisation.changes import SettingsChange
from models.meeting import Conclusion
from models.rules.conclusions import ConclusionState, why_it_stays
from models.rules.texts import bare


def take_back(office: SettingsChange, meeting_id: int, conclusion_id: int, why: str) -> None:
    """The secretariat takes a conclusion of a meeting back: nobody is awaited to answer it.

    Raises Refused for anybody else, and BadInput for no reason, for a conclusion that is not of
    this meeting, that was accepted or done at once, and for work that stands in the plan.
    """
    hold_office(office.session)
    conclusion = held_conclusion(office, conclusion_id)
    meeting = meeting_of(office, conclusion)
    by_the_secretariat(office, meeting.programme_id)
    if meeting.key != meeting_id:
        raise BadInput("meeting.error.no_conclusion")
    words = bare(why)
    check_length("meeting.error.no_why_taken_back", words, MAX_LETTERS)
    work = works_of(office.session, [conclusion.checkpoint_id], office.today)
    obstacle = obstacle_of(conclusion, next(iter(work.values()), None))
    if obstacle is not None:
        raise obstacle
    conclusion.taken_back_at, conclusion.taken_back_why = office.now, words
    conclusion.taken_back_by_id = office.actor.key
    note_conclusion(office, conclusion, "taken_back", words)


def obstacle_of(conclusion: Conclusion, work: WorkStands | None) -> BadInput | None:
    """What came of it that taking it back would not undo, and what to do instead.

    `work`: the work of the plan that it became, if any.
    """
    in_plan = work is not None and work.judged[0] is not ConclusionState.RECORDED
    accepted = conclusion.accepted_at is not None
    why = why_it_stays(conclusion.kind, accepted=accepted, in_plan=in_plan)
    return BadInput(why, ref=work.ref if work else "") if why else None
