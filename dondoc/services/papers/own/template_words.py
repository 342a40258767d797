"""What stands in own templates without a tag: their papers say it, and no figure does."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.returned.read import read_word
from dondoc.services.papers.returned.texts import body_texts, grids_of, texts_beside
from models.paper_template import PaperTemplate
from models.rules.checkpoints import end_of


def own_words_on(session: Session, form: PaperForm, day: date) -> list[str]:
    """The texts of each template of a form that was in use at some time of a day."""
    query = select(col(PaperTemplate.filename), col(PaperTemplate.content)).where(
        col(PaperTemplate.form) == form.value,
        col(PaperTemplate.uploaded_at) < end_of(day),
        col(PaperTemplate.retired_at).is_(None) | (col(PaperTemplate.retired_at) >= at(day)),
    )
    kept = session.connection().execute(query).all()
    return list(dict.fromkeys(text for name, content in kept for text in words_of(name, content)))


def words_of(name: str, content: bytes) -> Iterator[str]:
    """The paragraphs and cells of a template that show no value."""
    document = read_word(name, content)
    cells = (cell for grid in grids_of(document) for row in grid for cell in row)
    for text in (*body_texts(document), *cells, *texts_beside(document)):
        if text and "{{" not in text and "{%" not in text:
            yield text
