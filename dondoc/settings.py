"""Settings, all from the environment (`DONDOC_*`); every one has a default that works."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from dondoc.i18n import Language, language

DEFAULT_PREFECT_PORT = 4200
DEFAULT_WEB_PORT = 8080


class Settings(BaseSettings):
    """What an administrator can set. Secrets are never shown by `repr`."""

    model_config = SettingsConfigDict(env_prefix="DONDOC_", extra="ignore")

    home: Path = Path("var")
    embedded: Literal["sample", "dondoc"] | None = None
    database_url: SecretStr | None = None
    mail_url: SecretStr | None = None
    mail_from: str = "dondoc@localhost"
    reply_to: str | None = None
    secret_key: SecretStr | None = None
    office: str = ""
    office_parent: str = ""
    office_symbol: str = ""
    office_place: str = ""
    paper_form: Literal["party", "state"] = "party"
    web_port: int = Field(default=DEFAULT_WEB_PORT, ge=1, le=65535)
    web_url: str = Field(default_factory=lambda values: f"http://127.0.0.1:{values['web_port']}")
    lang: str = "vi"
    prefect_port: int = Field(default=DEFAULT_PREFECT_PORT, ge=1, le=65535)
    prefect_api_url: str | None = None
    webhook_private_hosts: bool = False
    metrics_token: SecretStr | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None

    @cached_property
    def language(self) -> Language:
        """The language of the command line and of unattended output."""
        return language(self.lang)

    @property
    def root(self) -> Path:
        """The data folder as an absolute path."""
        return self.home.expanduser().absolute()

    @property
    def uses_real_database(self) -> bool:
        """Whether an administrator named a database, so that no sample is opened."""
        return self.database_url is not None

    def database(self, name: str = "dondoc") -> str:
        """The database's URL: the one named, or an SQLite file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.root / f'{name}.sqlite'}"

    @property
    def key_file(self) -> Path:
        """Where the secret key lies when none is set; it belongs into the backup."""
        return self.root / "secret.key"

    @property
    def mailbox(self) -> Path:
        """The folder where messages land when no mail server is configured."""
        return self.root / "mailbox"

    @property
    def channel_url(self) -> str:
        """The Apprise URL that messages go to."""
        if self.mail_url is not None:
            return self.mail_url.get_secret_value()
        return self.mailbox_url

    @property
    def mailbox_url(self) -> str:
        """The embedded mailbox as a channel."""
        return f"mailbox://{self.mailbox}"
