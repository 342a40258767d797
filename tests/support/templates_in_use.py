"""An office's own template that is in force, put there as if it had been uploaded."""

from own_templates import edited
from settings_world import NOW
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.services.papers.layouts import PaperForm
from dondoc.store.database import writing
from models.paper_template import PaperTemplate
from models.person import Person

OWN = "Mẫu riêng của văn phòng"
"""Stands at the end of every paper on it."""


def has_own_template(engine: Engine, by: str, form: PaperForm) -> None:
    """`by`: the code of whoever uploaded it."""
    with writing(engine) as session:
        person = session.exec(select(Person).where(Person.code == by)).one()
        session.add(
            PaperTemplate(
                form=form.value, filename="mau.docx", sha256="a" * 64, content=edited(OWN, form),
                uploaded_at=NOW, uploaded_by_id=person.key,
            )
        )  # fmt: skip
