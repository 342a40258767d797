"""A rule set of one's own for tests: the decree under another code, with what a test changes."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from page_grounds import hidden
from sites import Site

from dondoc.services.evaluation.own.decisions import RulesDecision
from dondoc.services.evaluation.rule_sets.load import write_rules
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules

CODE, PAPER = "XA-2022", "12-QĐ/TU"


def own(
    version: int = 1,
    values: Mapping[str, Any] | None = None,
    base: str = "MINH-HOA-2021-2022",
    **whole: Any,
) -> EvaluationRules:
    """`values`: of parameters, by their names; `whole`: of the rule set itself."""
    known = shipped_rules(base)
    assert known is not None
    content = known.model_dump()
    for each in known.named():
        if values and each.name in values:
            content[each.group][each.name]["value"] = values[each.name]
    content |= {"code": CODE, "version": version, "valid_from": date(2022, 1, 1),
                "valid_to": None, **whole}  # fmt: skip
    return EvaluationRules.model_validate(content)


def file_of(folder: Path, rules: EvaluationRules, name: str = "bo-rieng.toml") -> Path:
    path = folder / name
    write_rules(path, rules, "vi")
    return path


def tried(site: Site, who: str = "CB-VPTU3") -> None:
    """A draft is loaded by its page, and tried on the quarter that ended last."""
    client = site.client(who)
    with TemporaryDirectory() as folder:
        path = file_of(Path(folder), own())
        client.post("/rule-sets", files={"file": (path.name, path.read_bytes())})
    assert client.get(f"/rule-sets/{CODE}/versions/1/trial").status_code == 200


def decided(site: Site, who: str, day: str, about: str = "in_force") -> None:
    """Somebody decides on it by the page."""
    client = site.client(who)
    seen = hidden(client.get(f"/rule-sets/{CODE}?version=1").text)
    where = "end" if about == "ended" else "in-force"
    answer = client.post(
        f"/rule-sets/{CODE}/versions/1/{where}", data=typed(day, about) | seen,
        follow_redirects=False,
    )  # fmt: skip
    assert answer.status_code == 303, answer.text


def typed(day: str, about: str = "in_force") -> dict[str, str]:
    """What stands in the form of a decision."""
    form = {"day": day, "paper": PAPER, "dated": "2022-05-16", "reason": "Quy chế của tỉnh"}
    return {f"{about}_{name}": value for name, value in form.items()}


def decision(day: date, dated: date, reason: str = "Theo quy chế mới") -> RulesDecision:
    return RulesDecision(day, PAPER, dated, reason)
