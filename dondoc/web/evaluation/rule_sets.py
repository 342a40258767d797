"""The rules by which people are judged: everybody who is signed in may read them."""

from fastapi import HTTPException
from fastapi.responses import HTMLResponse

from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.evaluation.rule_sets.in_words import (
    doubts_in_words,
    groups_in_words,
    subjects_in_words,
    unsure,
    validity_in_words,
)
from dondoc.services.evaluation.rule_sets.load import shipped, shipped_rules
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import VisitingNow

router = Pages()


@router.get("/rule-sets")
def rule_sets(visit: VisitingNow) -> HTMLResponse:
    """All rule sets, with how many parameters of each the rule itself does not say."""
    shown = [(rules, validity_in_words(rules, visit.lang), unsure(rules)) for rules in shipped()]
    return page(visit, "evaluation/rule_sets", shown=shown, may_evaluate=evaluates(visit.viewer))


@router.get("/rule-sets/{code}")
def rule_set(visit: VisitingNow, code: str) -> HTMLResponse:
    """One rule set: every parameter with value, mark and source, and what is doubtful."""
    rules = shipped_rules(code)
    if rules is None:
        raise HTTPException(404)
    return page(
        visit,
        "evaluation/rule_set",
        rules=rules,
        validity=validity_in_words(rules, visit.lang),
        who=subjects_in_words(rules, visit.lang),
        unsure=unsure(rules),
        doubts=doubts_in_words(rules, visit.lang),
        groups=groups_in_words(rules, visit.lang),
    )
