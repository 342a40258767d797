"""Recording what people do: one submission an act, checked and committed at once.

The checkpoint does not move here. What is accepted is what the advance flow will be able to
apply, because it is checked against the facts with everything pending applied.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from sqlmodel import Session, select

from dondoc.errors import BadInput, Refused
from dondoc.services.acts.act_input import ActInput, check_input, digest_of
from dondoc.services.acts.cause_input import deduction_meant
from dondoc.services.acts.contents import VERDICTS, verification, write_content
from dondoc.services.acts.overtaken import moved_on, since
from dondoc.services.acts.refusals import refused
from dondoc.services.grounds.compare import OutdatedError, check_grounds
from dondoc.services.organisation.directory import find_person
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoint
from dondoc.services.work.evaluate import evaluation_of
from dondoc.services.work.grounds import grounds_of
from dondoc.services.work.references import find_for_act
from dondoc.services.work.roles import roles_of, roles_on
from dondoc.store.database import is_postgresql
from models.assignment import Checkpoint
from models.person import Person
from models.programme import Programme
from models.rules.acts import NAMES_DUE, decide
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal, local_date
from models.rules.grounds import Grounds, rests_on
from models.rules.refusal_kinds import MOVED_ON
from models.rules.roles import Role
from models.rules.texts import bare
from models.submission import Submission

CUT_OFF_ROOM = timedelta(days=366)


@dataclass(frozen=True)
class ActTarget:
    """The checkpoint that an act is about, and what it is seen in."""

    checkpoint: LoadedCheckpoint
    frame: ProgrammeRules
    programme: Programme


class Recorder:
    """Takes in acts at one moment, in the caller's transaction.

    `year`: the programme that is meant; None leaves it to what is at work on that day.
    `grounds`: what stood when the last act was recorded.
    """

    grounds: Grounds = MappingProxyType({})

    def __init__(
        self, session: Session, now: datetime, evidence: Path, year: int | None = None
    ) -> None:
        self.session = session
        self.now = now
        self.evidence = evidence
        self.year = year

    def record(self, act_input: ActInput) -> Submission:
        """Checks an act and writes it down.

        Raises BadInput for what cannot be understood and Refused for what is not allowed;
        nothing is written then.
        """
        check_input(act_input, local_date(self.now))
        actor = find_person(self.session, act_input.by)
        act_target = self._locked(act_input.ref)
        if (known := self._known(act_input, actor, act_target.checkpoint)) is not None:
            return known
        facts, after = self._allowed(act_input, act_target, actor)
        return self._write(act_input, act_target, facts, after)

    def check(self, act_input: ActInput) -> None:
        """Raises what recording an act would raise now, and writes nothing."""
        check_input(act_input, local_date(self.now))
        actor = find_person(self.session, act_input.by)
        self._allowed(act_input, self._locked(act_input.ref), actor)

    def _allowed(
        self, act_input: ActInput, act_target: ActTarget, actor: Person
    ) -> tuple[ActFacts, CheckpointFacts]:
        """The act as the rules see it, and the facts after it."""
        if act_input.value is not None and act_target.checkpoint.facts.is_computed:
            raise BadInput("act.computed_value")
        facts = self._act_facts(act_input, act_target, actor)
        decision = decide(act_target.checkpoint.facts, facts)
        self.grounds = grounds_of(act_target.checkpoint, act_target.frame)
        if isinstance(decision, Refusal):
            raise self._refused(decision, act_input, act_target.checkpoint)
        if (outdated := self._outdated(act_input, act_target.checkpoint)) is not None:
            raise outdated
        return facts, decision.facts

    def _refused(
        self, refusal: Refusal, act_input: ActInput, checkpoint: LoadedCheckpoint
    ) -> Refused:
        """Whoever decides on an older page is told what was done since, not what they did wrong."""
        told: Refused | None
        if refusal.key in MOVED_ON:
            told = moved_on(
                self.session,
                checkpoint.checkpoint.key,
                checkpoint.facts.standing,
                act_input.grounds_shown,
                self.grounds,
            )
        else:
            told = self._outdated(act_input, checkpoint) if act_input.grounds_shown else None
        return told or refused(self.session, refusal)

    def _outdated(self, act_input: ActInput, checkpoint: LoadedCheckpoint) -> OutdatedError | None:
        """What has changed since the form was opened, of what the act rests on, and by whom."""
        if act_input.grounds_shown is None:
            return None
        try:
            check_grounds(act_input.grounds_shown, self.grounds, rests_on(act_input.act))
        except OutdatedError as error:
            if act_input.grounds_shown:
                error.since = since(self.session, checkpoint.checkpoint.key)
            return error
        return None

    def _known(
        self, act_input: ActInput, actor: Person, checkpoint: LoadedCheckpoint
    ) -> Submission | None:
        """The act that was recorded already under the same key, asked for under the lock."""
        if act_input.request_key is None:
            return None
        keyed = Submission.request_key == act_input.request_key
        known = self.session.exec(select(Submission).where(keyed)).first()
        if known is None:
            return None
        other = known.request_digest not in (None, digest_of(act_input))
        said = (act_input.act, actor.key, checkpoint.checkpoint.key)
        if other or said != (known.act, known.actor_id, known.checkpoint_id):
            raise BadInput("act.request_key_used", request_key=act_input.request_key)
        return known

    def _locked(self, ref: str) -> ActTarget:
        """The checkpoint, held, so that of two people acting at once the second sees the first.

        On SQLite the writing transaction holds the whole database already. On PostgreSQL the
        lock lets others refer to the checkpoint: a scan for reminders need not wait.
        """
        candidate = find_for_act(self.session, ref, local_date(self.now), self.year)
        checkpoint_id = candidate.checkpoint.key
        query = select(Checkpoint.id).where(Checkpoint.id == checkpoint_id)
        self.session.exec(query.with_for_update(key_share=True)).one()
        self._read_anew()
        frame = frame_of(self.session, candidate.programme)
        checkpoint = load_checkpoint(self.session, frame, checkpoint_id)
        return ActTarget(checkpoint, frame, candidate.programme)

    def _read_anew(self) -> None:
        """Who waited for a plan that was loaded sees its work, its rules and who answers now."""
        if is_postgresql(self.session):
            self.session.flush()
            self.session.expire_all()

    def _act_facts(self, act_input: ActInput, act_target: ActTarget, actor: Person) -> ActFacts:
        checkpoint = act_target.checkpoint
        return ActFacts(
            act=act_input.act,
            by=actor.key,
            roles=roles_on(self.session, actor.key, checkpoint, local_date(self.now)),
            recorded_at=self.now,
            on_behalf_of=self._principal(act_input, checkpoint),
            value=act_input.value,
            delivered=act_input.delivered,
            basis=act_input.basis,
            reason=act_input.reason,
            new_due_on=self._new_due(act_input, act_target),
            quality=act_input.quality,
            objective_cause=act_input.objective_cause,
            confirmed=act_input.confirmed,
            deduction=deduction_meant(act_input, checkpoint.facts),
            since=act_input.since,
            step_behind=act_input.step_behind,
        )

    def _new_due(self, act_input: ActInput, act_target: ActTarget) -> date | None:
        """The date that was named; a return that names none leaves the time that the rules give."""
        named = self._day_in_calendar(act_input, act_target.frame.calendar)
        facts = act_target.checkpoint.facts
        if act_input.act is not Act.RETURN or named is not None:
            return named
        if facts.keeps_date:
            return None
        return facts.terms.mend_by(facts.due_on, local_date(self.now))

    def _principal(self, act_input: ActInput, checkpoint: LoadedCheckpoint) -> int | None:
        """Whom an act is done for: somebody who answers for the assignment on this day."""
        if act_input.on_behalf_of is None:
            return None
        person, today = find_person(self.session, act_input.on_behalf_of), local_date(self.now)
        if Role.OFFICIAL not in roles_of(self.session, person.key, checkpoint.assignment, today):
            raise Refused("refusal.not_official", person=person.full_name, day=today)
        return person.key

    def _day_in_calendar(self, act_input: ActInput, calendar: WorkingCalendar) -> date | None:
        """A new due date leaves room in the calendar for the cut-off that follows it."""
        if act_input.new_due_on is not None and act_input.act not in NAMES_DUE:
            raise BadInput("act.undated")
        last = calendar.last - CUT_OFF_ROOM
        for day in (local_date(self.now), act_input.new_due_on):
            if day is not None and not calendar.first <= day <= last:
                raise BadInput("act.day_range", found=day, first=calendar.first, last=last)
        return act_input.new_due_on

    def _write(
        self, act_input: ActInput, act_target: ActTarget, facts: ActFacts, after: CheckpointFacts
    ) -> Submission:
        checkpoint = act_target.checkpoint
        submission = Submission(
            checkpoint_id=checkpoint.checkpoint.key,
            act=act_input.act,
            actor_id=facts.by,
            on_behalf_of_id=facts.on_behalf_of,
            roles=",".join(sorted(facts.roles)),
            recorded_at=self.now,
            reason=bare(act_input.reason),
            new_due_on=facts.new_due_on,
            confirmed=facts.confirmed,
            request_key=act_input.request_key,
            request_digest=digest_of(act_input) if act_input.request_key else None,
        )
        self.session.add(submission)
        self.session.flush()
        if act_input.act in VERDICTS:
            self.session.add(verification(act_input, submission, checkpoint, after))
        elif act_input.act is Act.EVALUATE:
            at = act_target.programme, act_target.frame, checkpoint, submission
            self.session.add(evaluation_of(*at, act_input.step_behind))
        else:
            write_content(self.session, act_input, submission, self.evidence, facts.deduction)
        self.session.flush()
        return submission
