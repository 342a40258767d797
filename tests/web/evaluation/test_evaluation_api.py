"""Rounds, evaluations and their explanation for programs, with the rights of the pages."""

from api_client import program
from evaluation_round import OFFICIAL, PAGE, opened
from sites import Site

V1 = "/api/v1/evaluation/2022"
SECRETARIAT, OTHER = "CB-VPTU3", "CB-LT1"


def test_programs_read_rounds_and_evaluations_as_their_people_do(site: Site) -> None:
    office, mine, other = (program(site, code) for code in (SECRETARIAT, OFFICIAL, OTHER))
    assert office.get(f"{V1}/rounds").json() == []
    assert office.get(f"{V1}/Q1/dossiers").status_code == 404
    before = mine.get(f"{V1}/Q1/{OFFICIAL}").json()
    assert before["dossier"] is None
    opened(site)
    (held,) = office.get(f"{V1}/rounds").json()
    assert (held["period"], held["state"]) == ("2022-Q1", "under_way")
    assert held["rule_sets"]["leader"].startswith("ND-335-2025 v")
    assert mine.get(f"{V1}/rounds").status_code == 404
    board = office.get(f"{V1}/Q1/dossiers").json()
    assert board["whole"] and len(board["rows"]) == held["people"]
    row = next(each for each in board["rows"] if each["person"] == OFFICIAL)
    assert (row["state"], row["decided"], row["is_decided"]) == ("open", None, False)
    assert mine.get(f"{V1}/Q1/grades").status_code == 404  # nothing is published
    found = mine.get(f"{V1}/Q1/{OFFICIAL}").json()
    # The rule set that the round froze comes first, as on the page.
    assert (before["rules"][0]["code"], found["rules"][0]["code"]) == (
        "MINH-HOA-2021-2022", "ND-335-2025",
    )  # fmt: skip
    dossier = found["dossier"]
    assert [each["act"] for each in dossier["scores"]] == ["assess_self", "comment", "decide"]
    assert dossier["scores"][0]["score"] is None and dossier["steps"] == []
    assert dossier["track"][0]["act"] == "assess_self"
    assert other.get(f"{V1}/Q1/{OFFICIAL}").status_code == 404
    assert office.get(f"{V1}/Q1/{OFFICIAL}").status_code == 200
    # The list of all and the one look: one's own are none.
    assert "Đã xem: 2 lượt" in site.client(OFFICIAL).get(PAGE).text
