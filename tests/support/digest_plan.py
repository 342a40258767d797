"""A small plan made by hand for the digest's tests, and acts on it, drained or waiting."""

from datetime import date, datetime
from decimal import Decimal

from digest_plan_work import Q2_END, PlanWork
from sqlmodel import Session, col, select

from dondoc.clock import at
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import Act, local_date
from models.rules.evaluation import Grade
from models.rules.indicators import AddsUp, Basis, Direction, Kind
from models.rules.stages import Stage, Standing
from models.submission import Submission, SubmissionState
from models.verdict import Evaluation, Verdict, Verification

OFFICIAL, SECRETARY = 1, 2


class Plan(PlanWork):
    """Acts on it; refs such as KND@LT/Q1 name its checkpoints."""

    def _submit(self, ref: str, act: Act, moment: datetime, drained: bool, **more) -> Submission:
        official = act in (Act.REPORT, Act.UPDATE, Act.ASK_EXTENSION)
        return self._add(
            Submission(
                checkpoint_id=self.checkpoints[ref].key,
                act=act,
                actor_id=OFFICIAL if official else SECRETARY,
                roles="official" if official else "secretariat",
                recorded_at=moment,
                state=SubmissionState.APPLIED if drained else SubmissionState.PENDING,
                **more,
            )
        )

    def _put(self, ref: str, drained: bool, **columns: object) -> None:
        """What the advance flow writes once it drains an act."""
        if drained:
            for name, value in columns.items():
                setattr(self.checkpoints[ref], name, value)
            self.session.flush()

    def report(
        self,
        ref: str,
        day: date,
        value: int | None = None,
        *,
        delivered: bool | None = None,
        basis: Basis = Basis.ACTUAL,
        drained: bool = True,
        hour: int = 9,
        confirmed: bool = False,
    ) -> ProgressReport:
        moment = at(day, hour)
        sent = self._submit(ref, Act.REPORT, moment, drained, confirmed=confirmed)
        report = self._add(
            ProgressReport(
                submission_id=sent.key,
                checkpoint_id=sent.checkpoint_id,
                value=None if value is None else Decimal(value),
                delivered=delivered,
                basis=basis,
            )
        )
        row = self.checkpoints[ref]
        first = row.first_reported_at if row.stage is Stage.REPORTED else moment
        self._put(ref, drained, stage=Stage.REPORTED, reported_at=moment, report_id=report.key,
                  first_reported_at=first, undelivered=delivered is False,
                  last_act_on=day)  # fmt: skip
        return report

    def hinder(self, report: ProgressReport, difficulty: str, proposal: str, remover: str) -> None:
        self._add(
            Difficulty(
                report_id=report.key,
                difficulty=difficulty,
                proposal=proposal,
                remover_unit_id=self.units[remover].key if remover else None,
            )
        )

    def verify(self, ref: str, day: date, *, drained: bool = True) -> None:
        moment = at(day, 10)
        report = self._last_report(ref)
        sent = self._submit(ref, Act.VERIFY, moment, drained)
        found = self._add(
            Verification(
                submission_id=sent.key,
                checkpoint_id=sent.checkpoint_id,
                report_id=report.key,
                verdict=Verdict.ACCEPTED,
                value=report.value,
                delivered=report.delivered,
                basis=report.basis,
            )
        )
        self._put(ref, drained, stage=Stage.VERIFIED, verification_id=found.key, last_act_on=day)

    def _last_report(self, ref: str) -> ProgressReport:
        checkpoint_id = self.checkpoints[ref].key
        query = select(ProgressReport).where(ProgressReport.checkpoint_id == checkpoint_id)
        return self.session.exec(query.order_by(col(ProgressReport.id).desc())).first()

    def done(self, ref: str, day: date, value: int | None = None, **more) -> ProgressReport:
        """Reported, and verified on the same day."""
        report = self.report(ref, day, value, **more)
        self.verify(ref, day)
        return report

    def send_back(
        self, ref: str, day: date, *, due_on: date | None = None, drained: bool = True
    ) -> None:
        """`due_on`: the new date that the return sets."""
        sent = self._submit(
            ref, Act.RETURN, at(day, 11), drained, reason="Thiếu minh chứng", new_due_on=due_on
        )
        found = self._add(
            Verification(
                submission_id=sent.key, checkpoint_id=sent.checkpoint_id, verdict=Verdict.RETURNED
            )
        )
        row = self.checkpoints[ref]
        returns, came = row.returns + 1, local_date(row.reported_at) if row.reported_at else None
        self._put(ref, drained, stage=Stage.IN_PROGRESS, reported_at=None, report_id=None,
                  verification_id=found.key, returns=returns, last_act_on=day,
                  returned_due_on=came and row.due_on, returned_report_on=came)  # fmt: skip
        if due_on is not None:
            self._put(ref, drained, due_on=due_on)

    def silent(self, ref: str, day: date) -> None:
        sent = self._submit(ref, Act.NOT_REPORTED, at(day, 11), True)
        found = self._add(
            Verification(
                submission_id=sent.key,
                checkpoint_id=sent.checkpoint_id,
                verdict=Verdict.NOT_REPORTED,
            )
        )
        self._put(ref, True, stage=Stage.VERIFIED, missing=True, verification_id=found.key)

    def evaluate(self, ref: str, day: date, grade: Grade) -> None:
        sent = self._submit(ref, Act.EVALUATE, at(day, 14), True)
        full = Decimal(100)
        found = self._add(
            Evaluation(
                submission_id=sent.key,
                checkpoint_id=sent.checkpoint_id,
                rule_set_id=self.programme.rule_set_id,
                in_time=True,
                quantity=full,
                quality=full,
                progress=full,
                total=full,
                grade=grade,
            )
        )
        self._put(ref, True, stage=Stage.EVALUATED, evaluation_id=found.key)

    def move_due(self, ref: str, day: date, due_on: date, *, drained: bool = True) -> None:
        self._submit(ref, Act.CHANGE_DUE, at(day), drained, reason="Mưa lũ", new_due_on=due_on)
        self._put(ref, drained, due_on=due_on)

    def ask(self, ref: str, day: date, due_on: date, *, drained: bool = True) -> None:
        """Asks for more time, which nobody has decided on."""
        self._submit(ref, Act.ASK_EXTENSION, at(day), drained, reason="Mưa lũ", new_due_on=due_on)
        self._put(ref, drained, extension_asked=due_on)

    def withdraw(self, ref: str, day: date, *, drained: bool = True) -> None:
        self._submit(ref, Act.WITHDRAW, at(day), drained, reason="Không còn phù hợp")
        self._put(ref, drained, standing=Standing.WITHDRAWN)


def two_districts(session: Session) -> Plan:
    """KND (sum) and CD (lower is better, not added) at two districts, a product at a department."""
    plan = Plan(session)
    plan.unit("LT", "huyện Lập Thạch")
    plan.unit("TD", "huyện Tam Đảo")
    plan.unit("SVH", "Sở Văn hóa", "Các sở")
    plan.holds("LT", "Trần Văn Cũ", date(2020, 1, 1), date(2022, 4, 5))
    plan.holds("LT", "Phạm Thị Mới", date(2022, 4, 6))
    plan.holds("TD", "Đỗ Văn Tam", date(2020, 1, 1))
    plan.indicator("KND")
    plan.indicator("CD", Kind.LAST_VALUE, AddsUp.NONE, Direction.LOWER)
    plan.indicator("SP", Kind.PRODUCT, AddsUp.NONE)
    for unit in ("LT", "TD"):
        plan.assign(f"KND@{unit}", target=200)
        plan.checkpoint(f"KND@{unit}/Q1", expected=50)
        plan.checkpoint(f"KND@{unit}/Q2", due_on=Q2_END, expected=50)
        plan.assign(f"CD@{unit}", target=10)
        plan.checkpoint(f"CD@{unit}/Q1", expected=10)
    plan.assign("SP@SVH", product="Hồ sơ di sản")
    plan.checkpoint("SP@SVH/Q1")
    return plan
