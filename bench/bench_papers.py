"""Word and PDF of one paper after another, and of a long annex, beside the bare libraries.

The peers get the same values in the same run: docxtpl a template with loops over rows and cells,
Typst a plain table. `--annex 500` for a quick look; `--memory 5000` writes that many papers.
"""

import argparse
import json
import resource
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import docx
import typst
from digests.spent import bar
from docxtpl import DocxTemplate
from stopwatch import seconds, show

from dondoc.rendering.formats import number
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import Paper, PaperColumn, PaperRow, PaperTable
from dondoc.services.papers.pdf import paper_pdf
from dondoc.services.papers.word import paper_docx
from dondoc.services.papers.workbook import paper_xlsx

from example_paper import DAY  # isort: skip

HEADINGS = ("TT", "Chỉ tiêu", "Đơn vị", "ĐVT", "Kế hoạch", "Thực hiện", "Tỷ lệ")
BARE_TYPST = b"""
#let paper = json(bytes(sys.inputs.paper))
#set text(lang: "vi", size: 11pt)
#for one in paper.tables { table(
  columns: one.columns.len(),
  table.header(..one.columns),
  ..one.rows.flatten(),
) }
"""


def annex(rows: int) -> Paper:
    """A decision's annex: 7 columns, a total."""
    lines = [
        PaperRow(
            (
                str(index), f"Tỷ lệ giải ngân vốn đầu tư công, chỉ tiêu số {index}",
                f"Huyện số {index % 43}", "%", WrittenNumber(number(index), index),
                WrittenNumber(number(index), index), "94,5%",
            )
        )
        for index in range(1, rows + 1)
    ]  # fmt: skip
    columns = tuple(PaperColumn(text, is_number=text not in HEADINGS[1:4]) for text in HEADINGS)
    table = PaperTable("Chỉ tiêu giao", columns, tuple(lines))
    return Paper(PaperForm.STATE, DAY, "decision", "giao chỉ tiêu năm 2022", (table,))


@cache
def bare_template() -> bytes:
    """A table whose rows and cells docxtpl repeats."""
    document = docx.Document()
    document.add_paragraph("{{ kind }} {{ subject }}")
    document.add_paragraph("{%p for block in tables %}")
    table = document.add_table(4, 3)
    for row, texts in enumerate(
        (
            ("{%tc for text in block.columns %}", "{{ text }}", "{%tc endfor %}"),
            ("{%tr for row in block.rows %}", "", ""),
            ("{%tc for text in row %}", "{{ text }}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", ""),
        )
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph("{%p endfor %}")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def plain_values(paper: Paper) -> dict[str, Any]:
    """The same values for both peers."""
    context = context_of(paper)
    tables = [block for block in context["blocks"] if block["sort"] == "table"]
    return {"kind": context["kind"], "subject": context["subject"], "tables": tables}


def bare_word(paper: Paper) -> None:
    """As docxtpl's own documentation does it, with escaping."""
    template = DocxTemplate(BytesIO(bare_template()))
    template.render(plain_values(paper), autoescape=True)
    template.save(BytesIO())


def bare_pdf(paper: Paper, fonts: typst.Fonts) -> None:
    """A plain table with the typefaces looked for once."""
    values = json.dumps(plain_values(paper), ensure_ascii=False)
    typst.compile(BARE_TYPST, font_paths=fonts, sys_inputs={"paper": values})


def compare(rows: int, runs: int) -> None:
    """One paper in every form."""
    paper, fonts = annex(rows), typst.Fonts()
    # Templates are taken apart and typefaces found once.
    paper_docx(annex(1))
    paper_pdf(annex(1))
    pairs: tuple[tuple[str, Callable[[], object], str, Callable[[], object]], ...] = (
        ("Word", lambda: paper_docx(paper), "bare docxtpl", lambda: bare_word(paper)),
        ("PDF", lambda: paper_pdf(paper), "bare Typst", lambda: bare_pdf(paper, fonts)),
    )
    for name, ours, peer_name, peer in pairs:
        took, limit = seconds(ours, runs), seconds(peer, runs)
        show(f"{name}, {rows} rows", took, peer_name, limit)
        print(f"  papers a second: {1 / took:.1f}; {peer_name}: {1 / limit:.1f}")
    print(f"Excel, {rows} rows: {seconds(lambda: paper_xlsx(paper), runs):.3f} s")


def memory(papers: int) -> None:
    """How much the process grows over many papers."""
    for count in range(1, papers + 1):
        paper_docx(annex(10 + count % 7))
        paper_pdf(annex(10 + count % 7))
        bar(count, papers)
        if count in {10, papers // 2, papers}:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"after {count} papers in Word and PDF: {peak} MB")


def main() -> None:
    """Reads the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annex", type=int, default=2164)
    parser.add_argument("--memory", type=int, default=0)
    options = parser.parse_known_args()[0]
    compare(60, 9)
    compare(options.annex, 3)
    if options.memory:
        memory(options.memory)


if __name__ == "__main__":
    main()
