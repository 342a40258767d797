"""The catalogue of products with conversion coefficients: read by everybody, set by the office."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.errors import BadInput
from dondoc.exports.tables import TableTitle
from dondoc.rendering.formats import day
from dondoc.services.evaluation.catalogue.grounds import CATALOGUE, TIES, catalogue_grounds
from dondoc.services.evaluation.catalogue.keep import (
    approve_catalogue,
    bounding_rules,
    keep_catalogue,
)
from dondoc.services.evaluation.catalogue.sheet import read_catalogue, write_catalogue
from dondoc.services.evaluation.catalogue.ties import keep_ties, read_ties, tied_work, write_ties
from dondoc.services.evaluation.catalogue.versions import (
    Catalogues,
    CatalogueVersion,
    catalogues,
    products_of,
)
from dondoc.services.evaluation.own.keep import MAY_CHANGE
from dondoc.services.evaluation.rule_sets.checked import MAX_BYTES
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evidence.limits import clean_name
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.evaluation.field_errors import attempt, in_office
from dondoc.web.evaluation.rules_decision import typed_decision
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form, FormFields, Value, words_of
from dondoc.web.site.grounds import knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from dondoc.web.site.workbooks import workbook
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_DRAFTS = (*MAY_CHANGE, Mandate.STANDING_COMMITTEE)
_DONE = frozenset({"loaded", "same", "approved", "tied", "tied_none"})


@router.get("/product-catalogue")
def catalogue(visit: Visiting, version: int = 0, done: str = "") -> HTMLResponse:
    """The products of the version in force, or of another one; the forms of the office."""
    return _shown(visit, version, None, done=done if done in _DONE else "")


@router.get("/product-catalogue.xlsx")
def catalogue_file(visit: Visiting, version: int = 0) -> Response:
    """A version to take along; before there is one, the headings to begin with."""
    tr = visit.tr
    with visit.reading() as session:
        meant = _meant(visit, catalogues(session), version)
        lines = products_of(session, meant.key) if meant else ()
    about = tr("evaluation.catalogue.version", version=meant.version) if meant else ""
    title = TableTitle(tr("evaluation.catalogue.title"), about)
    return workbook(
        "danh-muc-san-pham.xlsx", lambda target: write_catalogue(target, lines, title, visit.lang)
    )


@router.post("/product-catalogue")
def load(visit: Visiting, fields: EvidenceFields) -> Response:
    """Takes a catalogue as a draft: wholly right, or not at all."""
    visit.require(*MAY_CHANGE)
    form = Form(fields, visit.tr)
    with visit.reading() as session:
        bounds = bounding_rules(session, visit.today)
    kept = _taken(
        form,
        "file",
        lambda path: _keep(visit, lambda change: keep_catalogue(
            change, read_catalogue(path, bounds), path.name)),
    )  # fmt: skip
    if isinstance(kept, _Refused):
        return _shown(visit, 0, form, 422, problems=kept.sentences(visit))
    version, is_new = kept
    return go(f"/product-catalogue?version={version}&done={'loaded' if is_new else 'same'}", visit)


@router.post("/product-catalogue/versions/{version}/approve")
def approve(visit: Visiting, version: int, fields: FormFields) -> Response:
    """Records from which day a version is in force, by its paper."""
    visit.require(*MAY_CHANGE)
    form = Form(fields, visit.tr)
    with visit.reading() as session:
        if catalogues(session).numbered(version) is None:
            raise HTTPException(404)
    decision = typed_decision(form, "approve")
    doing: Callable[[SettingsChange], None] = knowing(
        form,
        catalogue_grounds,
        (CATALOGUE,),
        lambda change: approve_catalogue(change, version, decision),
    )
    attempt(form, lambda: in_office(visit, doing), at=lambda name: f"approve_{name}")
    if form.errors:
        return _shown(visit, version, form, 409 if "" in form.errors else 422)
    return go(f"/product-catalogue?version={version}&done=approved", visit)


@router.get("/product-catalogue/ties.xlsx")
def ties_file(visit: Visiting) -> Response:
    """The year's assignments, each with the product that it is: to be filled in."""
    visit.require(*MAY_CHANGE)
    with visit.programme() as (session, programme):
        works = tied_work(session, programme.key, visit.today)
        title = TableTitle(visit.tr("evaluation.tie.title", year=programme.year), day(visit.today))
    return workbook(
        "viec-va-san-pham.xlsx", lambda target: write_ties(target, works, title, visit.lang)
    )


@router.post("/product-catalogue/ties")
def tie(visit: Visiting, fields: EvidenceFields) -> Response:
    """Takes which work is which product: wholly right, or not at all."""
    visit.require(*MAY_CHANGE)
    form = Form(fields, visit.tr)
    with visit.programme() as (_, programme):
        programme_id = programme.key

    def take(path: Path) -> int:
        with visit.reading() as session:
            ties = read_ties(session, programme_id, path, visit.today)
        keep: Callable[[SettingsChange], int] = knowing(
            form, catalogue_grounds, (TIES,),
            lambda change: keep_ties(change, programme_id, ties),
        )  # fmt: skip
        return _keep(visit, keep)

    kept = _taken(form, "ties", take)
    if isinstance(kept, _Refused):
        status = 409 if "" in form.errors else 422
        return _shown(visit, 0, form, status, problems=kept.sentences(visit))
    return go(f"/product-catalogue?done={'tied' if kept else 'tied_none'}", visit)


class _Refused(tuple[FileProblem, ...]):
    """What is wrong with a file, beside what the form says."""

    __slots__ = ()

    def sentences(self, visit: Visit) -> list[str]:
        return [each.sentence(visit.tr) for each in self]


def _taken(form: Form, name: str, take: Callable[[Path], Value]) -> Value | _Refused:
    """What a workbook of a form comes to; with what is wrong said at its field where it is not."""
    files = form.files(name)
    if not files:
        form.fail(name, "evaluation.catalogue.no_file")
        return _Refused()
    content = files[0].file.read(MAX_BYTES * 5 + 1)
    if len(content) > MAX_BYTES * 5:
        raise HTTPException(413)
    with TemporaryDirectory() as folder:
        path = Path(folder) / clean_name(files[0].filename or "")
        path.write_bytes(content)
        try:
            return take(path)
        except OutdatedError as error:
            form.errors[""] = words_of(error, form.tr)
            return _Refused()
        except BadInput as error:
            form.fail(name, error.key, **error.params)
            return _Refused(error.problems if isinstance(error, BrokenFile) else ())


def _keep(visit: Visit, act: Callable[[SettingsChange], Value]) -> Value:
    with visit.writing() as session:
        return act(visit.for_office(session))


def _meant(visit: Visit, known: Catalogues, version: int) -> CatalogueVersion | None:
    """The one asked for, or in force, or the newest that the visitor may read; None for none.

    Answers 404 for a version that there is not, and for a draft that is not theirs to read.
    """
    may_read = [each for each in known.versions if each.approvals or visit.viewer.has(*_DRAFTS)]
    if version:
        meant = known.numbered(version)
        if meant is None or meant not in may_read:
            raise HTTPException(404)
        return meant
    return known.on(visit.today) or next(iter(may_read), None)


def _shown(
    visit: Visit, version: int, form: Form | None, status: int = 200, **said: object
) -> HTMLResponse:
    with visit.programme() as (session, programme):
        known = catalogues(session)
        meant = _meant(visit, known, version)
        lines = products_of(session, meant.key) if meant else ()
        grounds = as_text(catalogue_grounds(session))
        works = tied_work(session, programme.key, visit.today)
    codes = {line.code for line in lines}
    return page(
        visit,
        "evaluation/catalogue",
        status,
        form=form,
        known=[each for each in known.versions if each.approvals or visit.viewer.has(*_DRAFTS)],
        meant=meant,
        in_force=known.on(visit.today),
        lines=lines,
        kinds=list(dict.fromkeys(line.kind for line in lines)),
        tied=[each for each in works if each.product],
        lacking=[each for each in works if each.product and each.product not in codes],
        overtaken=_overtaken(known, meant),
        works=len(works),
        grounds=grounds,
        may_change=visit.viewer.has(*MAY_CHANGE),
        **{"done": "", "problems": (), **said},
    )


def _overtaken(known: Catalogues, meant: CatalogueVersion | None) -> dict[date, CatalogueVersion]:
    """By the day from which it was approved: the other version that counts from there."""
    days = [] if meant is None else [each.day for each in meant.approvals]
    return {each: other for each in days if meant and (other := known.overtaken_by(meant, each))}
