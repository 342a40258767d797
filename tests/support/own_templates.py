"""Templates as an office edits them in Word, and what is found wrong with them."""

from io import BytesIO

import docx
from docx.document import Document

from dondoc.services.papers.layouts import PaperForm, known_layouts
from dondoc.services.papers.own.check import TemplateFault, check_template
from dondoc.services.papers.word_template import standard_template


def edited(text: str = "", form: PaperForm = PaperForm.STATE) -> bytes:
    """The standard template with another paragraph at its end."""
    layout = known_layouts(form)[-1]
    document: Document = docx.Document(BytesIO(standard_template(form, layout.code)))
    document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def faults(text: str) -> list[TemplateFault]:
    return check_template("mau.docx", edited(text), PaperForm.STATE)
