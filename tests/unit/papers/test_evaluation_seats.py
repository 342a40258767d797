"""The cap on the list for approval: seats and proposals of each group, and who is beyond them."""

from datetime import date
from typing import Any

from ranked_people import standing, standings

from dondoc.services.evaluation.decisions.session_seats import RoundStandings, session_seats
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import EvaluationWords
from dondoc.services.papers.of_evaluation.seats import seats_blocks
from dondoc.services.papers.paper import PaperForm, PaperTable, Paragraph
from models.rules.evaluation import Grade
from models.rules.scoring.readings import SeatScope

E = Grade.EXCELLENT
PEOPLE = [standing(f"E{n}", 97 - n // 2) for n in range(4)] + [
    standing(f"G{n}", 80) for n in range(10)
]


def blocks(chosen: dict[str, Grade], **changes: Any) -> tuple[PaperTable, list[str]]:
    changes = {"seat_scope": SeatScope.GROUP} | changes
    held = RoundStandings(None, standings(*PEOPLE, **changes), (), {}, {}, chosen)  # type: ignore[arg-type]
    words = EvaluationWords(PaperOrder(PaperForm.PARTY, date(2026, 6, 1)))
    table, *said = seats_blocks(session_seats(held, chosen), words)
    assert isinstance(table, PaperTable)
    return table, [each.text for each in said if isinstance(each, Paragraph)]


def test_the_paper_counts_seats_and_names_who_is_beyond_them() -> None:
    table, said = blocks(dict.fromkeys(("E0", "E1", "E2"), E))
    (row,) = table.rows
    assert [str(cell) for cell in row.cells[1:]] == ["10", "2", "2", "3", "1"]
    assert "làm tròn xuống" in table.after and "20%" in table.after
    assert len(said) == 1 and said[0].endswith("Người E2.")


def test_equals_at_the_last_seat_are_named_and_nobody_is_chosen() -> None:
    _, said = blocks(dict.fromkeys(("E2", "E3"), E), seats_least=1, seat_share=0)
    assert len(said) == 1 and "1 suất cuối: Người E2, Người E3" in said[0]


def test_where_no_cap_holds_the_group_is_left_out() -> None:
    table, _ = blocks({"E0": E}, seat_scope=SeatScope.AGENCY)
    assert len(table.rows) == 1 and "Tất cả" in str(table.rows[0].cells[0])
