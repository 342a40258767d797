"""An own template typed with marks of their own (NFD): papers have one character for a letter."""

import unicodedata
import zipfile
from io import BytesIO

import docx
from example_paper import GIVEN, example_paper
from own_templates import edited

from dondoc.exports.composed_markup import composed_text
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import check_template
from dondoc.services.papers.word import paper_docx

WORDS = "Đề nghị các đơn vị nghiêm túc thực hiện, Tỉnh ủy Vĩnh Phúc sẽ kiểm tra"


def test_words_that_were_typed_in_separate_marks_are_composed_in_every_paper() -> None:
    document = docx.Document(BytesIO(edited()))
    typed = unicodedata.normalize("NFD", WORDS)
    document.paragraphs[-1].insert_paragraph_before(typed)
    document.sections[0].footer.paragraphs[0].text = typed
    file = BytesIO()
    document.save(file)
    assert check_template("mau.docx", file.getvalue(), PaperForm.STATE) == []
    made = paper_docx(example_paper(PaperForm.STATE, **GIVEN), file.getvalue())
    with zipfile.ZipFile(BytesIO(made)) as word:
        parts = [word.read(name).decode() for name in word.namelist() if name.endswith(".xml")]
    assert sum(WORDS in part for part in parts) == 2
    assert all(unicodedata.is_normalized("NFC", part) for part in parts)


def test_markup_stays_as_it_is() -> None:
    """As a whole "<" and ">" before a stroke would become other signs."""
    assert composed_text("<w:t>\u0338e\u0323\u0302</w:t>") == "<w:t>\u0338\u1ec7</w:t>"
