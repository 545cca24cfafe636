"""What holds for every format of the pack."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta

import pypdfium2
import pytest

from consultation.exports import FORMATS, file_name, write_whole
from consultation.exports.pack_json import render_pack_json
from consultation.exports.text import excerpt
from tests.exports import packs

RICH = packs.pack(
    packs.question(summary=packs.MARKDOWN, campaigns=(packs.campaign(),)),
    *[packs.question(f"Q{n}", text=text) for n, text in enumerate(packs.HOSTILE, 2)],
)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_pack_gives_the_same_bytes(extension):
    render = FORMATS[extension].render
    assert render(RICH) == render(replace(RICH))
    assert render(RICH) != render(replace(RICH, compiled_at=packs.NOW + timedelta(days=1)))


OFFICE = ("docx", "odt", "pptx", "xlsx")


def test_libreoffice_opens_every_office_format(tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        assert not os.environ.get("CI"), "CI must have LibreOffice"
        pytest.skip("no soffice here")
    sources = [tmp_path / f"{form}.{form}" for form in OFFICE]
    for form, source in zip(OFFICE, sources, strict=True):
        write_whole(source, FORMATS[form].render(RICH))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *sources], check=True, capture_output=True, timeout=240)
    for form in OFFICE:
        pages = pypdfium2.PdfDocument(tmp_path / f"{form}.pdf")
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        assert packs.quote().text in " ".join(text.split()) or form == "pptx"
        assert "Which changes are material?" in " ".join(text.split())
        assert "Error" not in text


def test_json_holds_the_same_numbers_and_texts():
    read = json.loads(render_pack_json(RICH))
    assert read["counts"] == {
        "points": 1_234,
        "answers": 92,
        "submissions": 50,
        "organisations": 41,
        "from_meetings": 0,
    }
    parts = read["groups"][0]["questions"]
    assert [part["text"] for part in parts[1:]] == list(packs.HOSTILE)
    assert parts[0]["by_position"] == [["support", 30], ["oppose", 16]]
    assert parts[0]["themes"][0]["quotes"][0]["text"] == packs.quote().text
    assert datetime.fromisoformat(read["compiled_at"]) == packs.NOW
    assert list(read) == sorted(read)


def test_json_is_readable_as_it_stands():
    assert "مرحبا بالعالم".encode() in render_pack_json(RICH)


def test_json_holds_even_half_a_character():
    read = json.loads(render_pack_json(packs.with_text("a\ud800\x00b")))
    assert read["host"] == "a\ud800\x00b"


def test_json_refuses_what_is_no_data():
    with pytest.raises(TypeError, match="holds no object"):
        render_pack_json(replace(RICH, host=object()))


def test_a_file_name_says_what_it_holds():
    assert file_name(packs.pack(), "docx") == (
        "code-of-conduct-round-1-plenary-pack-2027-05-14.docx"
    )


@pytest.mark.parametrize(
    "text", ["../../etc/passwd", 'a"\r\nb', "👍", "x" * 300, "CON", "Rév/é", ""]
)
def test_a_file_name_is_safe_whatever_the_title(text):
    """trust.md 50."""
    name = file_name(packs.pack(consultation=text, round=text), "xlsx")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,120}\.xlsx", name)


def test_a_file_is_there_whole_or_as_it_was(tmp_path):
    path = tmp_path / "pack.json"
    write_whole(path, b"old")
    with pytest.raises(TypeError):
        write_whole(path, "not bytes")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_excerpt_says_how_much_it_shows():
    assert excerpt("short", 10) == "short"
    assert excerpt("x" * 20, 10) == (
        "xxxxxxxxx… [shortened: 9 of 20 characters; whole in the data export]"
    )
