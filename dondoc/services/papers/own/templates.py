"""The office's templates as they are kept: the one in use, and all before it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.evidence.limits import clean_name
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import MAX_BYTES, TemplateFault
from dondoc.services.papers.returned.read import too_big
from dondoc.services.papers.word_process import faults_in
from models.paper_template import PaperTemplate
from models.rules.roles import Mandate


@dataclass(frozen=True)
class KeptTemplate:
    """A template of the office as its history shows it. `in_use`: papers are filled into it."""

    template_id: int
    form: PaperForm
    filename: str
    uploaded_at: datetime
    uploaded_by: str
    retired_at: datetime | None
    retired_by: str
    in_use: bool


def template_in_use(session: Session, form: PaperForm) -> bytes | None:
    """The Word file that papers of a form are filled into; None for the standard one."""
    key = template_key(session, form)
    return None if key is None else template_file(session, key)[1]


def template_key(session: Session, form: PaperForm) -> int | None:
    """Which template is in use for papers of a form; None for the standard one."""
    query = (
        select(col(PaperTemplate.id))
        .where(col(PaperTemplate.form) == form.value, col(PaperTemplate.retired_at).is_(None))
        .order_by(col(PaperTemplate.id).desc())
        .limit(1)
    )
    return session.connection().scalar(query)


def forms_with_own(session: Session) -> frozenset[PaperForm]:
    """The forms of which the office has a template of its own in use."""
    query = select(col(PaperTemplate.form)).where(col(PaperTemplate.retired_at).is_(None))
    return frozenset(map(PaperForm, session.connection().scalars(query.distinct())))


@dataclass(frozen=True)
class CheckedTemplate:
    """A template that was checked. `faults`: what is wrong with its tags; kept only without."""

    form: PaperForm
    filename: str
    content: bytes
    faults: tuple[TemplateFault, ...]


def checked_template(form: PaperForm, name: str, content: bytes) -> CheckedTemplate:
    """Checks a template before any transaction: that takes its time, and others write meanwhile.

    Raises BadInput for what is no safe Word file.
    """
    filename = clean_name(name)
    if len(content) > MAX_BYTES:
        raise too_big(filename, MAX_BYTES)
    return CheckedTemplate(form, filename, content, tuple(faults_in(filename, content, form)))


def keep_template(change: SettingsChange, template: CheckedTemplate) -> None:
    """Keeps it and uses it from now on; what was in use before is retired.

    The same file once more, as when a button is pressed twice, changes nothing. Raises Refused
    for whoever is not the secretariat.
    """
    change.mandated(Mandate.SECRETARIAT)
    assert not template.faults
    hold_office(change.session)
    if template_in_use(change.session, template.form) == template.content:
        return
    _retire(change, template.form)
    change.session.add(
        PaperTemplate(
            form=template.form.value,
            filename=template.filename,
            sha256=hashlib.sha256(template.content).hexdigest(),
            content=template.content,
            uploaded_at=change.now,
            uploaded_by_id=change.actor.key,
        )
    )
    change.session.flush()


def back_to_standard(change: SettingsChange, form: PaperForm) -> None:
    """From now on papers of a form are filled into the standard template. Raises Refused."""
    change.mandated(Mandate.SECRETARIAT)
    _retire(change, form)


def _retire(change: SettingsChange, form: PaperForm) -> None:
    query = select(PaperTemplate).where(
        col(PaperTemplate.form) == form.value, col(PaperTemplate.retired_at).is_(None)
    )
    for template in change.session.scalars(query):
        template.retired_at, template.retired_by_id = change.now, change.actor.key


def kept_templates(session: Session) -> list[KeptTemplate]:
    """All that were ever kept, the latest first."""
    query = select(
        col(PaperTemplate.id), col(PaperTemplate.form), col(PaperTemplate.filename),
        col(PaperTemplate.uploaded_at), col(PaperTemplate.uploaded_by_id),
        col(PaperTemplate.retired_at), col(PaperTemplate.retired_by_id),
    ).order_by(col(PaperTemplate.id).desc())  # fmt: skip
    rows = session.connection().execute(query).all()
    names = names_of_people(session, [key for row in rows for key in (row[4], row[6]) if key])
    return [
        KeptTemplate(
            key, PaperForm(form), filename, at, names.get(by, ""), retired_at,
            names.get(retired_by, ""), retired_at is None,
        )
        for key, form, filename, at, by, retired_at, retired_by in rows
    ]  # fmt: skip


def template_file(session: Session, template_id: int) -> tuple[str, bytes]:
    """A kept template to take along again. Raises BadInput where there is none."""
    template = session.get(PaperTemplate, template_id)
    if template is None:
        raise BadInput("papers.error.no_template")
    return template.filename, template.content
