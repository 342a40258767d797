"""The office's templates as they are kept: the one in use, and all before it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.evidence.limits import clean_name
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import TemplateFault, check_template
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
    query = (
        select(col(PaperTemplate.content))
        .where(col(PaperTemplate.form) == form.value, col(PaperTemplate.retired_at).is_(None))
        .order_by(col(PaperTemplate.id).desc())
        .limit(1)
    )
    return session.connection().scalar(query)


def keep_template(
    change: SettingsChange, form: PaperForm, name: str, content: bytes
) -> list[TemplateFault]:
    """Keeps it and uses it from now on; what was in use before is retired.

    What is wrong with its tags is given back, and nothing is kept then. Raises Refused for whoever
    is not the secretariat, and BadInput for what is no safe Word file.
    """
    change.mandated(Mandate.SECRETARIAT)
    filename = clean_name(name)
    faults = check_template(filename, content, form)
    if faults:
        return faults
    _retire(change, form)
    change.session.add(
        PaperTemplate(
            form=form.value,
            filename=filename,
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            uploaded_at=change.now,
            uploaded_by_id=change.actor.key,
        )
    )
    change.session.flush()
    return []


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
