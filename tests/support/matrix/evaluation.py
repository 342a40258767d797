"""The rules of evaluation: whoever is judged by them may read them."""

from matrix_rows import OFFICE, SECRETARIAT, Row

EVALUATES = frozenset({"secretariat", "standing_committee"})
OWN = frozenset({"head"})
ROUND = "/evaluation/{year}/{period}"
SESSION = f"{ROUND}/sessions/{{session_id}}"
OF = f"{ROUND}/{{code}}"

ROWS = (
    Row("GET", "/rechecks", "/rechecks"),
    Row("POST", "/rechecks", "/rechecks", SECRETARIAT, data={"share": "x"}),
    # 404 for everybody: the sample year has none (tests/web/evaluation/test_rechecks.py).
    Row("POST", "/rechecks/{recheck_id}", "/rechecks/1", frozenset()),
    Row(
        "GET",
        "/rechecks/{recheck_id}/evidence/{file_id}",
        "/rechecks/1/evidence/1",
        frozenset(),
    ),
    Row("GET", "/rule-sets", "/rule-sets"),
    Row("POST", "/rule-sets", "/rule-sets", OFFICE),
    Row("GET", "/rule-sets/{code}", "/rule-sets/ND-335-2025"),
    Row("GET", "/rule-sets/{code}.{ending}", "/rule-sets/ND-335-2025.xlsx"),
    Row(
        "GET",
        "/rule-sets/{code}/versions/{version}/trial",
        "/rule-sets/KHONG-CO/versions/1/trial",
        frozenset(),
    ),
    Row(
        "POST",
        "/rule-sets/{code}/versions/{version}/in-force",
        "/rule-sets/KHONG-CO/versions/1/in-force",
        frozenset(),
    ),
    Row(
        "POST",
        "/rule-sets/{code}/versions/{version}/end",
        "/rule-sets/KHONG-CO/versions/1/end",
        frozenset(),
    ),
    Row("GET", "/product-catalogue", "/product-catalogue"),
    Row("GET", "/product-catalogue.xlsx", "/product-catalogue.xlsx"),
    Row("POST", "/product-catalogue", "/product-catalogue", OFFICE),
    Row(
        "POST",
        "/product-catalogue/versions/{version}/approve",
        "/product-catalogue/versions/7/approve",
        frozenset(),
    ),
    Row("GET", "/product-catalogue/ties.xlsx", "/product-catalogue/ties.xlsx", OFFICE),
    Row("POST", "/product-catalogue/ties", "/product-catalogue/ties", OFFICE),
    Row("GET", "/evaluation", "/evaluation", EVALUATES),
    Row("GET", "/evaluation/discipline", "/evaluation/discipline", EVALUATES),
    Row("POST", "/evaluation/discipline", "/evaluation/discipline", SECRETARIAT),
    Row(
        "POST",
        "/evaluation/discipline/{record_id}",
        "/evaluation/discipline/1",
        SECRETARIAT,
    ),
    Row("GET", "/evaluation/fields", "/evaluation/fields", EVALUATES),
    Row("POST", "/evaluation/fields", "/evaluation/fields", SECRETARIAT),
    Row("POST", "/evaluation/fields/{field_id}", "/evaluation/fields/1", SECRETARIAT),
    Row("GET", "/evaluation/rounds", "/evaluation/rounds", EVALUATES),
    Row("POST", "/evaluation/rounds", "/evaluation/rounds", SECRETARIAT, data={"period": "Q9"}),
    # 404 for everybody until a round is opened (tests/web/evaluation/test_course_pages.py).
    Row("GET", f"{ROUND}", "/evaluation/2022/Q1", frozenset()),
    Row("POST", f"{ROUND}", "/evaluation/2022/Q1", frozenset()),
    Row("GET", f"{ROUND}/mine", "/evaluation/2022/Q1/mine", frozenset()),
    Row("POST", f"{ROUND}/mine", "/evaluation/2022/Q1/mine", frozenset()),
    Row("POST", f"{ROUND}/mine/draft", "/evaluation/2022/Q1/mine/draft", frozenset()),
    Row("GET", f"{OF}/comment", "/evaluation/2022/Q1/CB-LT1/comment", frozenset()),
    Row("POST", f"{OF}/comment", "/evaluation/2022/Q1/CB-LT1/comment", frozenset()),
    Row("POST", f"{OF}/comment/draft", "/evaluation/2022/Q1/CB-LT1/comment/draft", frozenset()),
    Row("GET", f"{OF}/absences", "/evaluation/2022/Q1/CB-LT1/absences", frozenset()),
    Row("POST", f"{OF}/absences", "/evaluation/2022/Q1/CB-LT1/absences", frozenset()),
    Row(
        "POST",
        f"{OF}/absences/{{absence_id}}",
        "/evaluation/2022/Q1/CB-LT1/absences/1",
        frozenset(),
    ),
    Row("GET", f"{ROUND}/units/{{unit_id}}", "/evaluation/2022/Q1/units/1", frozenset()),
    Row("POST", f"{ROUND}/units/{{unit_id}}", "/evaluation/2022/Q1/units/1", frozenset()),
    Row("GET", "/evaluation/requests", "/evaluation/requests"),
    Row("POST", "/evaluation/requests/{dossier_id}", "/evaluation/requests/1", data={"act": "?"}),
    Row("GET", "/evaluation/{year}/{period}/grades", "/evaluation/2022/Q1/grades", frozenset()),
    Row("GET", f"{ROUND}/decisions", "/evaluation/2022/Q1/decisions", frozenset()),
    Row("POST", f"{ROUND}/decisions", "/evaluation/2022/Q1/decisions", frozenset()),
    Row("GET", f"{ROUND}/membership", "/evaluation/2022/Q1/membership", frozenset()),
    Row("POST", f"{ROUND}/membership", "/evaluation/2022/Q1/membership", frozenset()),
    Row("GET", f"{SESSION}", "/evaluation/2022/Q1/sessions/1", frozenset()),
    Row("POST", f"{SESSION}", "/evaluation/2022/Q1/sessions/1", frozenset()),
    Row("GET", f"{SESSION}/seats", "/evaluation/2022/Q1/sessions/1/seats", frozenset()),
    Row("POST", f"{SESSION}/minutes", "/evaluation/2022/Q1/sessions/1/minutes", frozenset()),
    Row("GET", "/evaluation/{year}/{period}/{code}", "/evaluation/2022/Q1/CB-LT1", EVALUATES | OWN),
    *(
        Row(
            "GET",
            f"/evaluation/{{year}}/{{period}}/{page}",
            f"/evaluation/2022/Q1/{page}",
            EVALUATES,
        )
        for page in (
            "ranking", "ranking.xlsx", "caps", "units", "what-if", "changes", "rewards",
            "rewards.xlsx",
        )
    ),
    # No round is open in the sample: who may is tried in test_evaluation_papers_page.py.
    Row("GET", f"{ROUND}/papers", "/evaluation/2022/Q1/papers", frozenset()),
    Row("POST", f"{ROUND}/papers/dossier", "/evaluation/2022/Q1/papers/dossier", frozenset()),
    Row("GET", f"{ROUND}/papers/runs/{{run_id}}", "/evaluation/2022/Q1/papers/runs/1", frozenset()),
    Row(
        "GET",
        f"{ROUND}/papers/runs/{{run_id}}.zip",
        "/evaluation/2022/Q1/papers/runs/1.zip",
        frozenset(),
    ),
    Row(
        "GET",
        f"{ROUND}/papers/{{kind}}.{{form}}.{{ending}}",
        "/evaluation/2022/Q1/papers/summary.state.docx",
        frozenset(),
    ),
    Row(
        "GET",
        f"{OF}/papers/{{kind}}.{{form}}.{{ending}}",
        "/evaluation/2022/Q1/CB-LT1/papers/work.state.docx",
        frozenset(),
    ),
)  # fmt: skip
