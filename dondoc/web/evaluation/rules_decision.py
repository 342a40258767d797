"""What is typed where rules or a catalogue are put in force: the day, the paper, the reason."""

from dondoc.services.evaluation.own.decide import RulesDecision
from dondoc.web.site.forms import Form


def typed_decision(form: Form, prefix: str) -> RulesDecision | None:
    """The day, the paper with its date and the reason; None with what lacks said at each field.

    `prefix`: of the names of the fields, so that two such forms stand on one page.
    """
    names = {name: f"{prefix}_{name}" for name in ("day", "paper", "dated", "reason")}
    for name, label in (("day", "rules_day"), ("dated", "rules_dated")):
        if not form.text(names[name]):
            form.fail_empty(names[name], label)
    paper = form.needed(names["paper"], "rules_paper")
    reason = form.needed(names["reason"], "rules_reason")
    day, dated = form.day(names["day"]), form.day(names["dated"])
    if form.errors or day is None or dated is None:
        return None
    return RulesDecision(day, paper, dated, reason)
