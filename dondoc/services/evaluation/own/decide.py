"""A version of one's own rule set is put in force from a day, or ended with one, by a paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.catalogue.bounds import first_beyond
from dondoc.services.evaluation.catalogue.versions import catalogues, products_of
from dondoc.services.evaluation.own.keep import MAY_CHANGE
from dondoc.services.evaluation.own.versions import OwnRules, OwnVersion, own_rule_sets
from dondoc.services.evaluation.rule_sets.sheet_words import plain
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from models.own_rules import OwnRuleSetStep
from models.rules.own_rules import (
    NotInForceReason,
    OwnRulesStep,
    first_judged,
    quarter_last,
    version_on,
    why_not_backwards,
    why_not_from,
)
from models.rules.roles import Mandate
from models.rules.scoring.readings import TransferGeneral
from models.rules.validity import overlaps


@dataclass(frozen=True)
class RulesDecision:
    """From or with which day, by which paper, and why."""

    day: date
    paper: str
    paper_date: date
    reason: str


_NOTED = {
    OwnRulesStep.PUT_IN_FORCE: "rule_set_put_in_force",
    OwnRulesStep.ENDED: "rule_set_ended",
}
"""How history calls it."""


def put_in_force(change: SettingsChange, code: str, version: int, decision: RulesDecision) -> None:
    """From a day on: the first quarter that begins then or later is judged by it.

    Raises Refused for a day that is over, for a version that was not tried, for another one of
    the same people at the same time, for bounds that the catalogue of products in force by then
    does not keep to, and for whoever may not; BadInput for what lacks.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    known = own_rule_sets(change.session)
    rules, one = _version_of(known, code, version)
    check_paper(decision, change.today)
    valid = one.rules.valid_from, one.rules.valid_to
    reason = why_not_from(decision.day, change.today, valid, tried=bool(one.tried_on))
    if reason is None and version_on(rules.times, first_judged(decision.day)) == one.key:
        reason = NotInForceReason.IN_FORCE
    _refuse(reason, decision.day, one)
    _refuse_another(known, one, decision.day)
    _refuse_coefficients(change.session, one, decision.day)
    _refuse_unheld(one)
    _add(change, one, OwnRulesStep.PUT_IN_FORCE, decision)


def end_in_force(change: SettingsChange, code: str, version: int, decision: RulesDecision) -> None:
    """With a day: the quarter of that day is the last one that is judged by it.

    Raises Refused for a day that is over, for a version that is not in force then, and for
    whoever may not; BadInput for what lacks.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    _, one = _version_of(own_rule_sets(change.session), code, version)
    check_paper(decision, change.today)
    reason = why_not_backwards(decision.day, change.today)
    last = quarter_last(decision.day)
    ends = any(each.last is None or each.last > last for each in one.times)
    if reason is None and not ends:
        reason = NotInForceReason.NOT_IN_FORCE
    _refuse(reason, decision.day, one)
    _add(change, one, OwnRulesStep.ENDED, decision)


def note_trial(
    change: SettingsChange, programme_id: int, code: str, version: int, period: str
) -> None:
    """Keeps that a version was tried on a period, once for each: only then may it be in force.

    Raises Refused for whoever may not see the points of officials, by the year or by today.
    """
    change.mandated_in_or_now(programme_id, Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)
    hold_office(change.session)
    _, one = _version_of(own_rule_sets(change.session), code, version)
    if period in one.tried_on:
        return
    change.session.add(
        OwnRuleSetStep(
            rule_set_id=one.key,
            kind=OwnRulesStep.TRIED,
            at=change.now,
            by_id=change.actor.key,
            period=period,
        )
    )
    change.note("rule_set_tried", code=code, version=version, quarter=period)


def _version_of(known: Iterable[OwnRules], code: str, version: int) -> tuple[OwnRules, OwnVersion]:
    rules = next((each for each in known if each.code == code), None)
    one = rules.version(version) if rules is not None else None
    if rules is None or one is None:
        raise BadInput("evaluation.own.no_version", code=code, version=version)
    return rules, one


def check_paper(decision: RulesDecision, today: date) -> None:
    """Raises BadInput where a decision lacks its paper or its reason, or is dated ahead."""
    if not decision.paper.strip():
        raise BadInput("evaluation.own.needs.paper")
    if decision.paper_date > today:
        raise BadInput("evaluation.own.paper_ahead", day=decision.paper_date)
    if not decision.reason.strip():
        raise BadInput("evaluation.own.needs.reason")


def _refuse(reason: NotInForceReason | None, day: date, version: OwnVersion) -> None:
    if reason is None:
        return
    rules, quarter = version.rules, quarter_of(day)
    raise Refused(
        f"evaluation.own.not.{reason}",
        day=day,
        code=rules.code,
        version=rules.version,
        first=rules.valid_from,
        last=rules.valid_to or "",
        quarter=str(quarter),
    )


def _refuse_another(known: Iterable[OwnRules], one: OwnVersion, day: date) -> None:
    """Of two that judge the same people at the same time nobody could say which one holds."""
    first, last = first_judged(day), one.rules.valid_to
    for rules in known:
        for other in rules.versions:
            if rules.code == one.rules.code or not set(other.rules.subjects) & set(
                one.rules.subjects
            ):
                continue
            for time in other.times:
                if overlaps(time.first, time.last, first, last):
                    raise Refused("evaluation.own.not.another", code=rules.code, day=first)


def _refuse_coefficients(session: Session, one: OwnVersion, day: date) -> None:
    """Otherwise work would count by coefficients that its rule set does not allow."""
    for catalogue in catalogues(session).from_day(first_judged(day)):
        line = first_beyond(one.rules, products_of(session, catalogue.key))
        if line is not None:
            raise Refused(
                "evaluation.own.not.coefficients",
                product=line.code,
                found=plain(line.coefficient),
                version=catalogue.version,
            )


def _refuse_unheld(one: OwnVersion) -> None:
    """General points of the unit before are recorded nowhere: trials take them from their file.

    Weighing them would be to take those of the new unit for both, without a word.
    """
    if one.rules.parameters().transfer_general is TransferGeneral.BY_DAYS:
        raise Refused("evaluation.own.not.general_before", code=one.rules.code)


def _add(
    change: SettingsChange, version: OwnVersion, kind: OwnRulesStep, decision: RulesDecision
) -> None:
    change.session.add(
        OwnRuleSetStep(
            rule_set_id=version.key,
            kind=kind,
            at=change.now,
            by_id=change.actor.key,
            day=decision.day,
            paper=decision.paper.strip(),
            paper_date=decision.paper_date,
            reason=decision.reason.strip(),
        )
    )
    change.note(
        _NOTED[kind],
        code=version.rules.code,
        version=version.rules.version,
        start=decision.day.isoformat(),
        paper=decision.paper.strip(),
        paper_date=decision.paper_date.isoformat(),
        reason=decision.reason.strip(),
    )
