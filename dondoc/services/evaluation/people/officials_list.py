"""All officials of a programme with the points of their results, quarter by quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.people.flags import read_flags
from dondoc.services.evaluation.people.leading import leading_officials
from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.evaluation.people.person_period import YearSoFar, year_so_far
from dondoc.services.evaluation.people.places import LeadingPost
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.evaluation.people.rules_in_force import rules_of_quarters
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.periods import DigestPeriod
from models.programme import Programme
from models.rules.evaluation_flags import Flag


@dataclass(frozen=True)
class OfficialInList:
    """Somebody who leads work of the year. `unit`: of most of it.

    `rules`: the codes by which its quarters are judged, in their order.
    `flags`: the observations on the period that was asked for.
    """

    code: str
    name: str
    position: str
    unit_id: int
    unit: str
    group: str
    leads: bool
    rules: tuple[str, ...]
    so_far: YearSoFar
    flags: tuple[Flag, ...] = ()
    others: tuple[LeadingPost, ...] = ()

    @property
    def units(self) -> Mapping[int, str]:
        """The unit in which they are evaluated, and those that they lead beside it."""
        return {self.unit_id: self.unit, **{each.unit_id: each.unit for each in self.others}}


@dataclass(frozen=True)
class OfficialsList:
    """The officials in the order of the plan's units, and the day of which it tells.

    `rules`: the rule sets by which somebody of them is judged.
    """

    as_of: date
    officials: tuple[OfficialInList, ...]
    rules: tuple[EvaluationRules, ...]


def officials_list(
    session: Session,
    programme: Programme,
    as_of: date,
    chosen: EvaluationRules | None = None,
    flagged_in: DigestPeriod | None = None,
) -> OfficialsList:
    """Everybody, as of the end of a day, each quarter by the rule set in force at its end.

    `flagged_in`: the period of which observations are looked for; None: nobody asks for them.
    """
    reading = read_officials(session, programme, as_of)
    flags = None if flagged_in is None else read_flags(session, reading)
    day = quarters_of(programme.year)[-1].end
    judged_by = {leads: rules_of_quarters(session, programme.year, leads, chosen)
                 for leads in (True, False)}  # fmt: skip
    codes = {leads: tuple(dict.fromkeys(rules.code for rules in of_quarters))
             for leads, of_quarters in judged_by.items()}  # fmt: skip
    parameters = {leads: [rules.parameters() for rules in of_quarters]
                  for leads, of_quarters in judged_by.items()}  # fmt: skip
    rows = tuple(
        OfficialInList(
            each.code, each.name, each.position, each.unit_id, each.unit, each.group_title,
            each.leads, codes[each.leads],
            year_so_far(reading, each.person_id, each.leads, parameters[each.leads]),
            flags.of(each.person_id, flagged_in) if flags and flagged_in else (), each.others,
        )
        for each in leading_officials(session, reading.by_person, day)
    )  # fmt: skip
    used = {each.code: each for row in rows for each in judged_by[row.leads]}
    return OfficialsList(as_of, rows, tuple(used.values()))
