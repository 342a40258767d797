"""OpenID Connect with the office's identity provider: authorization code, PKCE, state, nonce.

Nothing is kept here between the two steps: a signed cookie of a few minutes holds what the
answer is compared with, so any process of the server can take it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException, get

from dondoc.services.accounts.sign_in.single_sign_on import Identity, identity
from dondoc.settings import Settings
from dondoc.vault import vault
from models.rules.time_limits import latest_end

BACK = "/sign-in/oidc/back"
PATIENCE = timedelta(minutes=10)
_PURPOSE = "oidc"
_SCOPE = "openid profile email"
_SECONDS = 10
_LEEWAY = 120
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
               "EdDSA")  # fmt: skip
"""Signatures of the provider's own key: never `none`, never one made with our secret."""


class OidcError(Exception):
    """The provider cannot be reached, or its answer is not to be believed."""


@dataclass(frozen=True)
class Started:
    """Where to send the browser, and what its cookie keeps until it is back."""

    url: str
    cookie: str


def start(settings: Settings, then: str, wall: datetime) -> Started:
    """Begins a sign-in. Raises OidcError where the provider does not answer."""
    request_state = {
        "state": generate_token(32), "nonce": generate_token(32), "verifier": generate_token(64),
        "then": then, "until": int((wall + PATIENCE).timestamp()),
    }  # fmt: skip
    try:
        provider = _provider(settings.oidc_issuer or "")
        with _session(settings, provider) as session:
            url, _ = session.create_authorization_url(
                provider["authorization_endpoint"],
                state=request_state["state"],
                nonce=request_state["nonce"],
                code_verifier=request_state["verifier"],
            )
    except (AuthlibBaseError, RequestException, ValueError, KeyError) as error:
        raise OidcError from error
    return Started(url, vault().sign(_PURPOSE, request_state))


def finish(
    settings: Settings, cookie: str, answer: dict[str, str], wall: datetime
) -> tuple[Identity, str]:
    """Who came back, and where they wanted to go.

    Raises OidcError for an answer that this browser did not ask for, that is late, or whose
    token is not signed by the provider for us.
    """
    request_state = vault().signed(_PURPOSE, cookie)
    if not isinstance(request_state, dict) or not _lasts(request_state["until"], wall):
        raise OidcError
    if answer.get("state") != request_state["state"] or not answer.get("code"):
        raise OidcError
    try:
        claims = _claims(settings, answer["code"], request_state)
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as error:
        raise OidcError from error
    return identity(settings.oidc_issuer or "", claims), str(request_state["then"])


def _lasts(until: float, wall: datetime) -> bool:
    return wall.timestamp() <= until <= latest_end(wall, PATIENCE).timestamp()


def _claims(settings: Settings, code: str, request_state: dict[str, Any]) -> dict[str, Any]:
    provider = _provider(settings.oidc_issuer or "")
    with _session(settings, provider) as session:
        token = session.fetch_token(
            provider["token_endpoint"],
            code=code,
            code_verifier=request_state["verifier"],
            timeout=_SECONDS,
        )
        keys = session.get(provider["jwks_uri"], withhold_token=True, timeout=_SECONDS).json()
        claims = _checked(settings, provider, keys, token, request_state["nonce"])
        return _more(session, provider, claims)


def _checked(
    settings: Settings, provider: dict[str, Any], keys: Any, token: dict[str, Any], nonce: str
) -> dict[str, Any]:
    """The claims of a token that the provider signed, for us, for this very sign-in."""
    registry = JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
    decoded = jwt.decode(token["id_token"], KeySet.import_key_set(keys), registry=registry)
    options = {
        "iss": {"essential": True, "value": provider["issuer"]},
        "aud": {"essential": True, "value": settings.oidc_client_id},
    }
    params = {
        "nonce": nonce,
        "client_id": settings.oidc_client_id,
        "access_token": token.get("access_token"),
    }
    checked = CodeIDToken(decoded.claims, decoded.header, options, params)
    checked.validate(leeway=_LEEWAY)
    return dict(checked)


def _more(session: Any, provider: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """With what the provider tells only when asked; another person's answer is not believed."""
    where = provider.get("userinfo_endpoint")
    if where is None or "email" in claims or "preferred_username" in claims:
        return claims
    user_info: dict[str, Any] = session.get(where, timeout=_SECONDS).json()
    return {**user_info, **claims} if user_info.get("sub") == claims["sub"] else claims


@lru_cache(maxsize=4)
def _provider(issuer: str) -> dict[str, Any]:
    """The provider's own description of itself. Raises ValueError for another's."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    answer = get(address, timeout=_SECONDS)
    answer.raise_for_status()
    answer_data: dict[str, Any] = answer.json()
    if str(answer_data["issuer"]).rstrip("/") != issuer.rstrip("/"):
        raise ValueError(answer_data["issuer"])
    return answer_data


def _session(settings: Settings, provider: dict[str, Any]) -> Any:
    secret = settings.oidc_client_secret
    # Where the provider says nothing, it takes the first (OpenID Connect Discovery 1.0).
    taken = provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    method = "client_secret_basic" if "client_secret_basic" in taken else "client_secret_post"
    return OAuth2Session(
        settings.oidc_client_id,
        secret.get_secret_value() if secret is not None else None,
        scope=_SCOPE,
        redirect_uri=f"{settings.web_url.rstrip('/')}{BACK}",
        code_challenge_method="S256",
        token_endpoint_auth_method=method if secret is not None else "none",
        default_timeout=_SECONDS,
    )
