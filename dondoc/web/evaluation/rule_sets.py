"""The rules by which people are judged: everybody who is signed in may read them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.i18n import Language
from dondoc.services.evaluation.own.grounds import own_rules_grounds
from dondoc.services.evaluation.own.in_words import state_in_words, step_in_words
from dondoc.services.evaluation.own.keep import MAY_CHANGE, keep_own_rules
from dondoc.services.evaluation.own.versions import (
    OwnRules,
    OwnVersion,
    own_rule_sets,
    own_rules_of,
)
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.evaluation.rule_sets.checked import MAX_BYTES
from dondoc.services.evaluation.rule_sets.in_words import (
    doubts_in_words,
    groups_in_words,
    subjects_in_words,
    unsure,
    validity_in_words,
)
from dondoc.services.evaluation.rule_sets.load import ENDINGS, own_rules, write_rules
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped, shipped_rules
from dondoc.services.evidence.limits import clean_name
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from dondoc.web.site.workbooks import workbook
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_OFFICE = (*MAY_CHANGE, Mandate.STANDING_COMMITTEE)
"""They read drafts; everybody reads what is, was or will be in force."""
_DONE = frozenset({"loaded", "same", "in_force", "ended"})


class RuleSetView(NamedTuple):
    """A rule set to be shown; of one's own with all versions and the one that is meant."""

    rules: EvaluationRules
    own: OwnRules | None = None
    version: OwnVersion | None = None


@router.get("/rule-sets")
def rule_sets(visit: VisitingNow) -> HTMLResponse:
    """All rule sets, with how many parameters of each the rule itself does not say."""
    return _listed(visit, None)


@router.post("/rule-sets")
def load(visit: VisitingNow, fields: EvidenceFields) -> Response:
    """Takes a rule set of one's own as a draft: wholly right, or not at all."""
    visit.require(*MAY_CHANGE)
    form = Form(fields, visit.tr)
    files = form.files("file")
    if not files:
        form.fail("file", "evaluation.own.no_file")
        return _listed(visit, form)
    content, name = files[0].file.read(MAX_BYTES + 1), clean_name(files[0].filename or "")
    try:
        rules = _read(name, content)
        with visit.writing() as session:
            kept = keep_own_rules(visit.for_office(session), rules, name)
    except BadInput as error:
        form.fail("file", error.key, **error.params)
        return _listed(visit, form, error.problems if isinstance(error, BrokenFile) else ())
    done = "loaded" if kept.is_new else "same"
    return go(f"/rule-sets/{kept.code}?version={kept.version}&done={done}")


def _read(name: str, content: bytes) -> EvaluationRules:
    ending = next((each for each in ENDINGS if name.lower().endswith(each)), None)
    if ending is None or len(content) > MAX_BYTES:
        kind = "too_large" if ending else "no_kind"
        raise BrokenFile([FileProblem(name, "", None, kind, allowed=", ".join(ENDINGS))])
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return own_rules(path)


def _listed(visit: Visit, form: Form | None, problems: Iterable[FileProblem] = ()) -> HTMLResponse:
    """Those of the office stand first: they are the ones that judge."""
    with visit.reading() as session:
        own = [each for each in own_rule_sets(session) if _may_read(visit, each)]
    return page(
        visit,
        "evaluation/rule_sets",
        422 if form is not None else 200,
        form=form,
        problems=[each.sentence(visit.tr) for each in problems],
        own=[_own_line(each, visit.today, visit.lang) for each in own],
        shown=[(rules, validity_in_words(rules, visit.lang), unsure(rules)) for rules in shipped()],
        may_evaluate=evaluates(visit.viewer),
        may_change=visit.viewer.has(*MAY_CHANGE),
    )


def _own_line(own: OwnRules, today: date, lang: Language) -> tuple[EvaluationRules, str, int]:
    version = own.shown_first(today)
    return version.rules, state_in_words(version, today, lang), unsure(version.rules)


def _may_read(visit: Visit, own: OwnRules) -> bool:
    return own.ever_in_force or visit.viewer.has(*_OFFICE)


@router.get("/rule-sets/{code}.{ending}")
def rule_set_file(visit: VisitingNow, code: str, ending: str, version: int = 0) -> Response:
    """A rule set to take along, as a workbook or as TOML: where one's own begins."""
    if f".{ending}" not in ENDINGS:
        raise HTTPException(404)
    with visit.reading() as session:
        rules = found_rules(visit, session, code, version).rules
    name = f"{rules.code}-{rules.version}.{ending}"
    if ending == "xlsx":
        return workbook(name, lambda target: write_rules(target, rules, visit.lang))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rules.toml"
        write_rules(path, rules, visit.lang)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(path.read_bytes(), media_type="application/toml", headers=headers)


@router.get("/rule-sets/{code}")
def rule_set(visit: VisitingNow, code: str, version: int = 0, done: str = "") -> HTMLResponse:
    """One rule set: every parameter with value, mark and source, and what is doubtful."""
    return show_rule_set(visit, code, version, None, done=done if done in _DONE else "")


def show_rule_set(
    visit: Visit, code: str, version: int, form: Form | None, status: int = 200, **said: object
) -> HTMLResponse:
    """The page of a rule set; `form`: of a decision on it that was refused."""
    with visit.reading() as session:
        found = found_rules(visit, session, code, version)
        grounds = as_text(own_rules_grounds(session)) if found.own else ""
    rules, own, meant = found
    return page(
        visit,
        "evaluation/rule_set",
        status,
        form=form,
        rules=rules,
        own=own,
        version=meant,
        grounds=grounds,
        state=state_in_words(meant, visit.today, visit.lang) if meant else "",
        steps=[step_in_words(each, visit.lang) for each in meant.steps] if meant else [],
        may_change=visit.viewer.has(*MAY_CHANGE),
        may_evaluate=evaluates(visit.viewer),
        validity=validity_in_words(rules, visit.lang),
        who=subjects_in_words(rules, visit.lang),
        unsure=unsure(rules),
        doubts=doubts_in_words(rules, visit.lang),
        groups=groups_in_words(rules, visit.lang),
        **{"done": "", **said},
    )


def found_rules(visit: Visit, session: Session, code: str, version: int) -> RuleSetView:
    """A shipped rule set or a version of one's own; 0: the one that judges, or the newest.

    Answers 404 where there is none, and for a draft that is not the visitor's to read.
    """
    if (shipped_one := shipped_rules(code)) is not None:
        return RuleSetView(shipped_one)
    own = own_rules_of(session, code)
    if own is None or not _may_read(visit, own):
        raise HTTPException(404)
    meant = own.version(version) if version else own.shown_first(visit.today)
    if meant is None or not (meant.times or visit.viewer.has(*_OFFICE)):
        raise HTTPException(404)
    return RuleSetView(meant.rules, own, meant)
