"""What a paper is called: kind and subject, the subject of a letter, or the name of an annex."""

from typing import Any

from dondoc.services.papers.cells import OPEN, cased, line_below
from dondoc.services.papers.layouts import FixedWords, Layout
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.wording import clean, spelled


def title_context(paper: Paper, layout: Layout, words: FixedWords) -> dict[str, Any]:
    """The values of a template's title; what this kind of paper has not is ''."""
    named = paper.form_title if paper.is_form else layout.kinds[paper.kind].title
    kind = cased(spelled(named, layout.spelling), layout, "kind")
    subject = clean(paper.subject)
    is_letter = paper.kind == "letter"
    own = "" if is_letter or paper.is_annex else subject
    return {
        "has_head": not paper.is_annex,
        "has_end": not (paper.is_annex or paper.has_places),
        "title": subject if is_letter else f"{kind} {subject}",
        "kind": "" if is_letter or paper.is_annex else kind,
        "subject": own,
        "subject_note": "" if is_letter else clean(paper.subject_note),
        "subject_line": 0.0 if paper.is_form else line_below(own, layout, "subject"),
        "after_subject": words.after_subject if own and not paper.is_form else "",
        "letter_subject": f"{words.about} {subject}" if is_letter else "",
        **_annex(paper, layout, words),
        "preamble": cased(paper.authority, layout, "authority"),
        "resolves": cased(paper.resolves, layout, "authority"),
    }


def _annex(paper: Paper, layout: Layout, words: FixedWords) -> dict[str, str]:
    if not paper.is_annex:
        return {"annex_label": "", "annex_title": "", "annex_with": ""}
    code, title = "decision", layout.kinds["decision"].title
    number = words.symbol.format(number=OPEN, kind=layout.kinds[code].code, issuer=OPEN)
    label = words.number_label.rstrip(":").lower()
    whole = f"{title} {label} {number} ngày {OPEN} tháng {OPEN} năm {OPEN}"
    return {
        "annex_label": words.annex,
        "annex_title": cased(paper.subject, layout, "annex_title"),
        "annex_with": words.annex_with.format(paper=whole),
    }
