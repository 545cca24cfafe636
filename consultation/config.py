"""Every setting of an instance: its default, and one sentence on what it does."""

import os
import secrets
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The checkout the project runs from."""


class Settings(BaseSettings):
    """Read from the environment (`PLENARY_DATA`, `PLENARY_DATABASE_URL`, …)."""

    model_config = SettingsConfigDict(env_prefix="PLENARY_")

    data: Path = Field(Path("instance"), description="Folder of one instance: database, secrets.")
    database_url: str = Field("", description="Database; SQLite in the data folder when empty.")
    hosts: list[str] = Field(
        ["127.0.0.1", "localhost"], description="Host names that requests may carry."
    )
    https: bool = Field(False, description="Served over HTTPS: cookies are sent over nothing else.")
    heartbeat_seconds: float = Field(
        60, description="A running job silent for so long is started again by the sweep."
    )

    @property
    def url(self) -> str:
        """The database's address in SQLAlchemy's form."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{self.data.resolve() / 'plenary.sqlite'}"

    def secret_key(self) -> str:
        """The instance's own secret, made at its first start and readable by its owner alone."""
        path = self.data / "secret-key"
        self.data.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="ascii", opener=_owner_only) as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text(encoding="ascii")


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
