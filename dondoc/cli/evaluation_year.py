"""The evaluation of somebody's year from the command line: its periods, the mean, what holds it."""

from typing import TYPE_CHECKING

from dondoc.cli.wording import LANG, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dondoc.services.evaluation.course.sheet import DossierSheet
    from dondoc.services.evaluation.people.person_period import PersonPeriod
    from dondoc.services.evaluation.trials.sums import SumWords
    from dondoc.workplace import Workplace


def year_lines(workplace: "Workplace", shown: "PersonPeriod") -> "list[str]":
    """A line for each period of an evaluated year; nothing without its round."""
    from dondoc.services.evaluation.course.sheet import find_sheet
    from dondoc.services.evaluation.trials.sums import SumWords
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.programme.at_work import programme_at_work
    from dondoc.store.database import reading

    if shown.period != str(shown.year):
        return []
    with reading(workplace.engine) as session:
        programme = programme_at_work(session, shown.as_of, shown.year)
        person = find_person(session, shown.person)
        sheet = find_sheet(session, programme.key, shown.period, person, person.key, shown.as_of)
        return [] if sheet is None else list(_lines(sheet, SumWords(LANG)))


def _lines(sheet: "DossierSheet", words: "SumWords") -> "Iterator[str]":
    from dondoc.services.evaluation.course.year_in_words import year_remarks, year_shown

    year = year_shown(sheet.work, words)
    if year is None:
        return
    yield tr("evaluation.year.title")
    for row in year.rows:
        points = "" if row.total is None else f": {words.points(row.total, 2)}"
        grade = f", {tr(f'grade.{row.grade}')}" if row.grade else ""
        said = "; ".join((row.state, *row.notes))
        yield f"  {row.name} ({said}){points}{grade}"
    if year.made.total is not None:
        mean = words.points(year.made.total.rounded, 2)
        grade = tr(f"grade.{year.made.total.grade}")
        yield f"{tr('evaluation.year.mean', n=year.counted)}: {mean}, {grade}"
    yield year.basis
    for sentence, _ in year_remarks(sheet.work, words, own=False):
        yield f"- {sentence}"
