"""The privacy notice from the command line."""

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.models import PrivacyNotice
from tests import factories


def test_a_notice_is_put_in_force_and_taken_back_by_a_file(run, tmp_path):
    run("user", "add", "ana@example.org", "--name", "Ana")
    factories.world()
    file = tmp_path / "notice.md"
    for text, said in (
        ("We *ask*.", "privacy notice 1 is in force."),
        ("We *tell*.", "privacy notice 2 is in force."),
        ("", "no privacy notice is in force."),
    ):
        file.write_text(text, "utf-8")
        assert said in run("notice", str(file)).words
    kept = session.scalars(select(PrivacyNotice).order_by(PrivacyNotice.number))
    assert [notice.text for notice in kept] == ["We *ask*.", "We *tell*.", ""]


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00\x00", b"caf\xe9"])
def test_what_is_no_text_is_refused_with_a_sentence(run, tmp_path, raw):
    run("user", "add", "ana@example.org", "--name", "Ana")
    factories.world()
    (tmp_path / "notice.md").write_bytes(raw)
    said = run("notice", str(tmp_path / "notice.md"))
    assert said.code == 1
    assert "is not text in UTF-8" in said.words


def test_without_a_consultation_it_says_how_to_make_one(run, tmp_path):
    (tmp_path / "notice.md").write_text("We ask.", "utf-8")
    assert "There is no consultation yet." in run("notice", str(tmp_path / "notice.md")).words
