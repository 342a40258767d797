"""Recording what people do: one submission an act, checked and committed at once.

The checkpoint does not move here. What is accepted is what the advance flow will be able to
apply, because it is checked against the facts with everything pending applied.
"""

from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, select

from dondoc.services.acts import ActInput, check_input
from dondoc.services.contents import VERDICTS, verification, write_report
from dondoc.services.errors import BadInput, Refused
from dondoc.services.items import Frame, Item, find_checkpoint, load_items
from dondoc.services.judging import judge
from dondoc.services.people import find_person
from dondoc.services.programmes import current_programme, working_calendar
from dondoc.services.roles import roles_of
from dondoc.services.rule_sets import rules_of
from dondoc.services.words import refused
from models.assignment import Checkpoint
from models.person import Person
from models.programme import Programme
from models.rules.acts import decide
from models.rules.checkpoints import Act, CheckpointFacts, Deed, Refusal, local_date
from models.rules.roles import Role
from models.submission import Submission


class Desk:
    """Takes in acts on one programme, at one moment, in the caller's transaction."""

    def __init__(
        self, session: Session, now: datetime, evidence: Path, programme: Programme | None = None
    ) -> None:
        self.session = session
        self.now = now
        self.evidence = evidence
        self.programme = programme or current_programme(session)
        rules = rules_of(session, self.programme)
        self.frame = Frame(working_calendar(session, self.programme), rules)

    def record(self, given: ActInput) -> Submission:
        """Checks an act and writes it down.

        Raises BadInput for what cannot be understood and Refused for what is not allowed;
        nothing is written then.
        """
        check_input(given)
        if (known := self._known(given.request_key)) is not None:
            return known
        actor = find_person(self.session, given.by)
        item = self._locked(given.ref)
        deed = self._deed(given, item, actor)
        decision = decide(item.facts, deed)
        if isinstance(decision, Refusal):
            raise refused(self.session, decision)
        return self._write(given, item, deed, decision.facts)

    def _known(self, request_key: str | None) -> Submission | None:
        if request_key is None:
            return None
        query = select(Submission).where(Submission.request_key == request_key)
        return self.session.exec(query).first()

    def _locked(self, ref: str) -> Item:
        """The checkpoint, held, so that of two people acting at once the second sees the first.

        On SQLite the writing transaction holds the whole database already.
        """
        checkpoint_id = find_checkpoint(self.session, self.programme.key, ref)
        query = select(Checkpoint.id).where(Checkpoint.id == checkpoint_id)
        self.session.exec(query.with_for_update()).one()
        return load_items(self.session, self.frame, [checkpoint_id])[checkpoint_id]

    def _deed(self, given: ActInput, item: Item, actor: Person) -> Deed:
        return Deed(
            act=given.act,
            by=actor.key,
            roles=roles_of(self.session, actor.key, item.assignment, local_date(self.now)),
            recorded_at=self.now,
            on_behalf_of=self._principal(given, item),
            value=given.value,
            delivered=given.delivered,
            basis=given.basis,
            reason=given.reason,
            new_due_on=self._day_in_calendar(given),
            quality=given.quality,
            objective_cause=given.objective_cause,
        )

    def _principal(self, given: ActInput, item: Item) -> int | None:
        """Whom an act is done for: somebody who answers for the assignment on this day."""
        if given.on_behalf_of is None:
            return None
        person, today = find_person(self.session, given.on_behalf_of), local_date(self.now)
        if Role.OFFICIAL not in roles_of(self.session, person.key, item.assignment, today):
            raise Refused("refusal.not_official", person=person.full_name, day=today)
        return person.key

    def _day_in_calendar(self, given: ActInput) -> date | None:
        day = given.new_due_on
        calendar = self.frame.calendar
        if day is not None and not calendar.first <= day < calendar.last:
            raise BadInput("act.day_range", found=day, first=calendar.first, last=calendar.last)
        return day

    def _write(self, given: ActInput, item: Item, deed: Deed, after: CheckpointFacts) -> Submission:
        submission = Submission(
            checkpoint_id=item.checkpoint.key,
            act=given.act,
            actor_id=deed.by,
            on_behalf_of_id=deed.on_behalf_of,
            roles=",".join(sorted(deed.roles)),
            recorded_at=self.now,
            reason=given.reason.strip(),
            new_due_on=given.new_due_on,
            request_key=given.request_key,
        )
        self.session.add(submission)
        self.session.flush()
        if given.act in (Act.REPORT, Act.UPDATE):
            write_report(self.session, given, submission, self.evidence)
        elif given.act in VERDICTS:
            self.session.add(verification(given, submission, item, after))
        elif given.act is Act.EVALUATE:
            self.session.add(judge(self.programme, self.frame, item, submission))
        self.session.flush()
        return submission
