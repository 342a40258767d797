"""A version of one's own rule set is put in force from a day, or ended with one, by a paper."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.evaluation.catalogue.bounds import first_beyond
from dondoc.services.evaluation.catalogue.versions import catalogues, products_of
from dondoc.services.evaluation.course.errors import FieldError, FieldRefused, raise_faults
from dondoc.services.evaluation.own.decisions import RulesDecision, decision_faults
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

_NOTED = {
    OwnRulesStep.PUT_IN_FORCE: "rule_set_put_in_force",
    OwnRulesStep.ENDED: "rule_set_ended",
}
"""How history calls it."""


def put_in_force(change: SettingsChange, code: str, version: int, decision: RulesDecision) -> None:
    """From a day on: the first quarter that begins then or later is judged by it.

    Raises Refused for whoever may not, FieldError with all that is wrong: what lacks, a day that is
    over, a version that was not tried, another one of the same people at the same time, bounds
    that the catalogue of products in force by then does not keep to.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    known = own_rule_sets(change.session)
    rules, one = _version_of(known, code, version)
    faults = [*decision_faults(decision, change.today), *_of_version(one)]
    if decision.day is not None:
        faults += _of_first_day(change, rules, one, decision.day)
        faults += _of_others(known, one, decision.day)
        faults += _of_coefficients(change.session, one, decision.day)
    raise_faults(faults)
    _add(change, one, OwnRulesStep.PUT_IN_FORCE, decision)


def end_in_force(change: SettingsChange, code: str, version: int, decision: RulesDecision) -> None:
    """With a day: the quarter of that day is the last one that is judged by it.

    Raises Refused for whoever may not, FieldError with all that is wrong: what lacks, a day that is
    over, a version that is not in force then.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    _, one = _version_of(own_rule_sets(change.session), code, version)
    faults = list(decision_faults(decision, change.today))
    if decision.day is not None:
        faults += _of_last_day(change, one, decision.day)
    raise_faults(faults)
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


def _of_version(one: OwnVersion) -> Iterator[FieldError]:
    """What no other day mends.

    General points of the unit before are recorded nowhere: trials take them from their file.
    Weighing them would be to take those of the new unit for both, without a word.
    """
    if not one.tried_on:
        yield FieldRefused("", "evaluation.own.not.not_tried", version=one.rules.version)
    if one.rules.parameters().transfer_general is TransferGeneral.BY_DAYS:
        yield FieldRefused("", "evaluation.own.not.general_before", code=one.rules.code)


def _of_first_day(
    change: SettingsChange, rules: OwnRules, one: OwnVersion, day: date
) -> Iterator[FieldError]:
    valid = one.rules.valid_from, one.rules.valid_to
    if (reason := why_not_from(day, change.today, valid)) is not None:
        yield _refused(reason, day, one)
    elif version_on(rules.times, first_judged(day)) == one.key:
        yield _refused(NotInForceReason.IN_FORCE, day, one)


def _of_last_day(change: SettingsChange, one: OwnVersion, day: date) -> Iterator[FieldError]:
    last = quarter_last(day)
    if (reason := why_not_backwards(day, change.today)) is not None:
        yield _refused(reason, day, one)
    elif not any(each.last is None or each.last > last for each in one.times):
        yield _refused(NotInForceReason.NOT_IN_FORCE, day, one)


def _refused(reason: NotInForceReason, day: date, version: OwnVersion) -> FieldRefused:
    rules, quarter = version.rules, quarter_of(day)
    return FieldRefused(
        "day",
        f"evaluation.own.not.{reason}",
        day=day,
        code=rules.code,
        version=rules.version,
        first=rules.valid_from,
        last=rules.valid_to or "",
        quarter=quarter,
    )


def _of_others(known: Iterable[OwnRules], one: OwnVersion, day: date) -> Iterator[FieldError]:
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
                    yield FieldRefused(
                        "day", "evaluation.own.not.another", code=rules.code, day=first
                    )


def _of_coefficients(session: Session, one: OwnVersion, day: date) -> Iterator[FieldError]:
    """Otherwise work would count by coefficients that its rule set does not allow."""
    for catalogue in catalogues(session).from_day(first_judged(day)):
        line = first_beyond(one.rules, products_of(session, catalogue.key))
        if line is not None:
            yield FieldRefused(
                "day",
                "evaluation.own.not.coefficients",
                product=line.code,
                found=plain(line.coefficient),
                version=catalogue.version,
            )


def _add(
    change: SettingsChange, version: OwnVersion, kind: OwnRulesStep, decision: RulesDecision
) -> None:
    assert decision.day is not None and decision.paper_date is not None
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
