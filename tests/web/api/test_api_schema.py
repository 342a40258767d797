"""Schemathesis: nothing that the API's own description allows, or forbids, makes it fail."""

from typing import Any

import pytest
import schemathesis
from api_client import token_of
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance
from sites import Site

_LIMITS = settings(
    max_examples=5,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
CHECKS = [not_a_server_error, response_schema_conformance]


@pytest.fixture(scope="module")
def described(shown: Site) -> Any:
    """The API as it describes itself."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", shown.app)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_makes_it_fail(shown: Site, described: Any, mode: GenerationMode) -> None:
    bearer = {"authorization": f"Bearer {token_of(shown, 'CB-VPTU3')}"}
    answered: dict[str, set[int]] = {}
    for found in described.get_all_operations():
        operation = found.ok()

        @_LIMITS
        @given(case=operation.as_strategy(generation_mode=mode))
        def attempt(case: Any) -> None:
            answer = case.call(headers=bearer)
            case.validate_response(answer, checks=CHECKS, headers=bearer)
            answered.setdefault(case.operation.label, set()).add(answer.status_code)

        attempt()
    assert len(answered) == 14
    seen = set().union(*answered.values())
    assert (200 if mode is GenerationMode.POSITIVE else 422) in seen
