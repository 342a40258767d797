"""zalo://: messages of a Zalo Official Account, and ZNS templates to telephone numbers.

Not tried against the real service: written from Zalo's public documentation ("Gửi tin Tư vấn
dạng văn bản", "Gửi ZNS", "Xác thực và ủy quyền cho ứng dụng", "Bảng mã lỗi") and tried against
a local server that behaves as it says.

- Tin Tư vấn (`/v3.0/oa/message/cs`) reaches a user id of those who have been in touch with the
  Official Account in the last 7 days; a text of at most 2,000 characters. Zalo knows no key
  against repeats: a message whose answer was lost may arrive twice.
- ZNS (`/message/template`) reaches a telephone number with a template that Zalo has approved.
- An access token is good for 25 hours. A refresh token is good for one use within 3 months, and
  a new one comes back: whoever opens the channel must store both (`on_tokens`). Threads of one
  process share what one of them has renewed; processes do not, so let only one of them send.
"""

import hashlib
import re
from typing import Any
from urllib.parse import quote

from dondoc.channels.apprise_parts import NotifyBase, requests
from dondoc.channels.errors import LetterError
from dondoc.channels.letter import Letter
from dondoc.channels.outcome import Outcome, bad_address, delivered, temporary
from dondoc.channels.plugin import LetterPlugin
from dondoc.channels.zalo_answers import LOGIN, code_of, refused
from dondoc.channels.zalo_tokens import RENEWING, newest, remember
from dondoc.channels.zalo_url import ZaloAccount, parsed

_MAX_TEXT_LENGTH = 2000
_MAX_TRACKING_ID_LENGTH = 48
_USER_ID = re.compile(r"[0-9]{6,32}")
_MOBILE = re.compile(r"(?:0|\+?84)([1-9][0-9]{8,9})")
_BLANKS = re.compile(r"[\s.()-]+")
_RENEWED = ("access_token", "refresh_token")
_PLACE = re.compile(r"\{(name|subject|short|date)\}")


class NotifyZalo(LetterPlugin):
    """`zalo://access_token@oa/?app=..&secret=..&refresh=..` to user ids, or
    `zalo://access_token@zns/TEMPLATE_ID?app=..&field=value&..` to telephone numbers.

    app, secret, refresh: the application's id and secret key and the refresh token, all three
    or none; without them the channel ends with its access token. timeout: seconds (15).
    api, oauth: other base URLs, for a proxy or a test. Every other parameter of a ZNS is a
    field of the template; its value may hold {name}, {subject}, {short} and {date} (dd/mm/yyyy)
    of the letter, and a leading ":" keeps it apart from the names above.
    """

    service_name = "Zalo"
    secure_protocol = "zalo"
    setup_url = "https://developers.zalo.me/"
    request_rate_per_sec = 0
    templates = ("{schema}://{token}@{kind}/{template}",)
    template_tokens = {  # noqa: RUF012 - Apprise's own form
        "token": {"name": "Access Token", "type": "string", "private": True},
        "kind": {"name": "oa or zns", "type": "string"},
        "template": {"name": "Template", "type": "string"},
    }
    template_args = {  # noqa: RUF012
        "app": {"name": "Application", "type": "string"},
        "secret": {"name": "Secret Key", "type": "string", "private": True},
        "refresh": {"name": "Refresh Token", "type": "string", "private": True},
    }

    def __init__(self, account: ZaloAccount | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if account is None or not account.makes_sense():
            raise TypeError("zalo")
        self.account = account
        self.token, self.secret, self.refresh = account.token, account.secret, account.refresh
        self._http: Any = None

    def deliver(self, letter: Letter) -> Outcome:
        recipient = self._recipient(letter.recipient_address)
        if not recipient:
            return bad_address(letter.recipient_address)
        path, payload = self._message(recipient, letter)
        try:
            outcome, code = self._posted(path, payload)
            if code in LOGIN and self.refresh:
                failure = self._renew()
                return failure or self._posted(path, payload)[0]
        except requests.exceptions.ReadTimeout as error:
            self.close()
            return temporary(str(error), "channel.reason.service_silent")
        except (requests.exceptions.RequestException, OSError) as error:
            self.close()
            return temporary(str(error), "channel.reason.service_unreachable")
        return outcome

    def check_address(self, address: str) -> None:
        if not self._recipient(address):
            user = self.account.kind == "oa"
            key = "channel.error.bad_user_id" if user else "channel.error.bad_phone"
            raise LetterError(key, address=" ".join(address.split())[:80])

    def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            http.close()

    def _recipient(self, address: str) -> str:
        """A user id, or a telephone number as Zalo wants it (84...); "" when it is neither."""
        if self.account.kind == "oa":
            return address.strip() if _USER_ID.fullmatch(address.strip()) else ""
        mobile = _MOBILE.fullmatch(_BLANKS.sub("", address))
        return f"84{mobile[1]}" if mobile else ""

    def _message(self, recipient: str, letter: Letter) -> tuple[str, dict[str, Any]]:
        if self.account.kind == "oa":
            text = _cut(letter.short or f"{letter.subject}\n\n{letter.text}")
            message = {"recipient": {"user_id": recipient}, "message": {"text": text}}
            return "/v3.0/oa/message/cs", message
        digest = hashlib.sha256(letter.message_id.encode()).hexdigest()
        fields = self.account.fields.items()
        return "/message/template", {
            "phone": recipient,
            "template_id": self.account.template,
            "template_data": {name: _filled(value, letter) for name, value in fields},
            "tracking_id": digest[:_MAX_TRACKING_ID_LENGTH],
        }

    def _posted(self, path: str, payload: dict[str, Any]) -> tuple[Outcome, int | None]:
        url = f"{self.account.api}{path}"
        response = self._post(url, {"access_token": self.token}, json=payload)
        answer = _decoded(response)
        code = code_of(answer)
        if code is None:
            return _no_answer(response), None
        if code:
            return refused(code, str(answer.get("message", ""))), code
        return delivered(_receipt(answer)), 0

    def _renew(self) -> Outcome | None:
        """New tokens for the old; None when that went well."""
        with RENEWING:
            others = newest(self.refresh)
            if others is not None:
                self.token, self.refresh = others
                return None
            failure = self._renewed()
        if failure is None and self.on_tokens is not None:
            self.on_tokens(self.token, self.refresh)
        return failure

    def _renewed(self) -> Outcome | None:
        fields = {"refresh_token": self.refresh, "app_id": self.account.app}
        fields["grant_type"] = "refresh_token"
        url = f"{self.account.oauth}/v4/oa/access_token"
        response = self._post(url, {"secret_key": self.secret}, data=fields)
        answer = _decoded(response)
        access, refresh = (str(answer.get(name) or "") for name in _RENEWED)
        if access and refresh:
            remember(self.refresh, (access, refresh))
            self.token, self.refresh = access, refresh
            return None
        code = code_of(answer)
        if code is None:
            return _no_answer(response)
        words = answer.get("error_description") or answer.get("error_name") or "?"
        return temporary(f"{code} {words}", "channel.reason.service_login")

    def _post(self, url: str, headers: dict[str, str], **body: Any) -> Any:
        if self._http is None:
            self._http = requests.Session()
        return self._http.post(
            url, headers=headers, timeout=self.account.timeout, allow_redirects=False, **body
        )

    def send(self, body: str, title: str = "", **kwargs: Any) -> bool:
        """Apprise's own door: there is nobody to send to without a letter."""
        self.logger.warning("zalo:// takes letters only")
        return False

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        token = self.pprint(self.token, privacy, safe="")
        return f"zalo://{token}@{self.account.kind}/{quote(self.account.template, safe='')}"

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        results: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        return {**results, "account": parsed(url)} if results else None


def _cut(text: str) -> str:
    """At most 2,000 characters, cut at a word where there is one."""
    if len(text) <= _MAX_TEXT_LENGTH:
        return text
    beginning = text[: _MAX_TEXT_LENGTH - 1]
    end = max(beginning.rfind(" "), beginning.rfind("\n"))
    return f"{beginning[:end] if end > _MAX_TEXT_LENGTH // 2 else beginning}…"


def _filled(value: str, letter: Letter) -> str:
    words = {
        "name": letter.recipient_name,
        "subject": letter.subject,
        "short": letter.short or letter.subject,
        "date": letter.date.strftime("%d/%m/%Y"),
    }
    return _PLACE.sub(lambda place: words[place[1]], value)


def _decoded(response: Any) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _receipt(answer: dict[str, Any]) -> str:
    """The id Zalo gave the message, under one name or the other."""
    data = answer.get("data")
    receipt = data if isinstance(data, dict) else {}
    return str(receipt.get("message_id") or receipt.get("msg_id") or answer.get("message", ""))


def _no_answer(response: Any) -> Outcome:
    """Something else answered in Zalo's place: a gateway's error page, a proxy."""
    words = f"HTTP {response.status_code} {response.text[:200]}"
    wait = response.headers.get("Retry-After", "")
    text = f" retry after {wait} seconds" if wait.isdigit() else ""
    return temporary(words + text, "channel.reason.service_busy")
