"""Every setting of an instance: its default, and one sentence on what it does."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The checkout the project runs from."""


class Settings(BaseSettings):
    """Read from the environment (`PLENARY_DATA`, `PLENARY_DATABASE_URL`, …)."""

    model_config = SettingsConfigDict(env_prefix="PLENARY_", populate_by_name=True)

    data: Path = Field(Path("instance"), description="Folder of one instance: database, secrets.")
    database_url: str = Field("", description="Database; SQLite in the data folder when empty.")
    hosts: list[str] = Field(
        ["127.0.0.1", "localhost"], description="Host names that requests may carry."
    )
    https: bool = Field(False, description="Served over HTTPS: cookies are sent over nothing else.")
    site: str = Field(
        "http://127.0.0.1:8000",
        validation_alias="PLENARY_URL",
        description="Where this instance is reached: links in mails and calendars begin with it.",
    )
    proxies: int = Field(
        0, ge=0, description="How many proxies of one's own stand before it and name the visitor."
    )
    smtp: str = Field(
        "", description="Mail server; mails become files in the data folder's mail/ when empty."
    )
    mail_from: str = Field(
        "Plenary <plenary@localhost>", description="Whom mails come from.", pattern="@"
    )
    webhooks_local: bool = Field(
        False,
        description="Webhooks may go to this machine and its networks, and without TLS: for tests.",
    )
    heartbeat_seconds: float = Field(
        60, description="A running job silent for so long is started again by the sweep."
    )
    # Only checked here: nlp reads it by itself, so that `python -m nlp` knows it too.
    encoder: str = Field(
        "", description="Folder of a multilingual sentence encoder; the bundled one when empty."
    )

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, url: str) -> str:
        if url and not url.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("write it as postgresql://user@host/name, or leave it out for SQLite")
        return url

    @field_validator("site")
    @classmethod
    def _is_an_address(cls, site: str) -> str:
        if not site.startswith(("http://", "https://")):
            raise ValueError("write it as https://plenary.example.org")
        return site

    @field_validator("smtp")
    @classmethod
    def _is_a_mail_server(cls, smtp: str) -> str:
        if smtp and not smtp.startswith(("smtp://", "smtps://")):
            raise ValueError("write it as smtp://user:password@host:port (or smtps://)")
        return smtp

    @field_validator("encoder")
    @classmethod
    def _is_a_folder(cls, encoder: str) -> str:
        if encoder and not Path(encoder).is_dir():
            raise ValueError("name a folder that is there, or leave it out for the bundled encoder")
        return encoder

    @property
    def url(self) -> str:
        """The database's address in SQLAlchemy's form."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{self.data.resolve() / 'plenary.sqlite'}"

    def has_secret_key(self) -> bool:
        return self._key_file.exists()

    def secret_key(self) -> str:
        """The instance's own secret, made at its first start and readable by its owner alone."""
        if not self.has_secret_key():
            self.data.mkdir(parents=True, exist_ok=True)
            _write_once(self._key_file, secrets.token_hex(32))
        return self._key_file.read_text(encoding="ascii")

    @property
    def _key_file(self) -> Path:
        return self.data / "secret-key"


def _write_once(path: Path, text: str) -> None:
    """Write a private file whole; where another process was first, its file stays."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(temporary, path)
    Path(temporary).unlink()
