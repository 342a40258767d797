"""`dondoc rule-set load` and `export`: rule sets of one's own come in, and files go out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import REFUSED, say
from dondoc.cli.office import acting_moment, moment, office
from dondoc.cli.options import AsOf, Json
from dondoc.cli.output import as_json
from dondoc.cli.wording import LANG, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.evaluation.own.keep import KeptVersion
    from dondoc.services.evaluation.rule_sets.schema import EvaluationRules

Code = Annotated[str, typer.Argument(metavar="CODE", help=help_of("rule_set_code"))]
Target = Annotated[
    Path | None, typer.Argument(metavar="FILE", help=help_of("rule_set_target"))
]  # fmt: skip
File = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("rule_set_file"))]
Number = Annotated[int, typer.Option("--version", metavar="N", help=help_of("rule_set_version"))]
Signer = Annotated[str, typer.Option("--by", metavar="PERSON", help=help_of("by"))]
Force = Annotated[bool, typer.Option("--force", help=help_of("plan_force"))]


def load(file: File, by: Signer, as_of: AsOf = None, json: Json = False) -> None:
    """Ends with 2 where nothing of the file is taken."""
    from dondoc.clock import wall_clock
    from dondoc.services.evaluation.own.keep import keep_own_rules
    from dondoc.services.evaluation.rule_sets.load import own_rules
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.store.database import writing

    rules, workplace = own_rules(file), office(quiet=json)
    now = acting_moment(workplace, as_of)
    with writing(workplace.engine) as session:
        change = acting_for_office(session, by, now, wall_clock())
        version = keep_own_rules(change, rules, file.name)
    _tell(version, json)


def _tell(version: "KeptVersion", json: bool) -> None:
    if json:
        as_json(version)
        return
    key = "cli.rule_set.loaded" if version.is_new else "cli.rule_set.same"
    typer.echo(tr(key, code=version.code, version=version.version))


def export(
    code: Code, file: Target = None, version: Number = 0, force: Force = False, json: Json = False
) -> None:
    """A shipped one needs no data to be opened."""
    from dondoc.services.evaluation.rule_sets.load import write_rules

    rules = rules_known(code, version)
    target = file or Path(f"{rules.code}-{rules.version}.xlsx")
    if target.exists() and not force:
        say(tr("cli.plan.exists", file=target))
        raise typer.Exit(REFUSED)
    write_rules(target, rules, LANG)
    if json:
        as_json({"file": target.name})
    else:
        typer.echo(tr("cli.plan.written", file=target))


def own_shown() -> "tuple[EvaluationRules, ...]":
    """Of each of the office's own the version that judges, or the newest; none without data."""
    from dondoc.services.evaluation.own.versions import own_rule_sets
    from dondoc.settings import Settings
    from dondoc.store.database import reading
    from dondoc.workplace import is_made
    from models.rules.checkpoints import local_date

    if not is_made(Settings()):
        return ()
    workplace = office(quiet=True)
    today = local_date(moment(workplace, None))
    with reading(workplace.engine) as session:
        return tuple(each.shown_first(today).rules for each in own_rule_sets(session))


def rules_known(name: str, version: int = 0) -> "EvaluationRules":
    """The shipped rule set of a code, one in a file, or the office's own of a code.

    `version`: of one's own; 0: the one that judges, or the newest. Raises BadInput where there is
    none; without a database of the office only what is shipped is known.
    """
    from dondoc.errors import BadInput
    from dondoc.services.evaluation.own.versions import own_rules_of
    from dondoc.services.evaluation.rule_sets.load import ENDINGS, rules_named
    from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
    from dondoc.settings import Settings
    from dondoc.store.database import reading
    from dondoc.workplace import is_made
    from models.rules.checkpoints import local_date

    if shipped_rules(name) or name.lower().endswith(ENDINGS) or not is_made(Settings()):
        return rules_named(name)
    workplace = office(quiet=True)
    with reading(workplace.engine) as session:
        own = own_rules_of(session, name)
        if own is None:
            return rules_named(name)
        today = local_date(moment(workplace, None))
        meant = own.version(version) if version else own.shown_first(today)
    if meant is None:
        raise BadInput("evaluation.own.no_version", code=own.code, version=version)
    return meant.rules
