"""What no form of ours would send: markup posted straight, controls, pictures as papers."""

import io
import struct
import zlib

import docx
import pytest
from lxml import html

from consultation.db import session
from consultation.imports.papers import read_paper
from consultation.models import OpenQuestion, Paper
from tests.client import Browser
from tests.papers_made import saved, word_document
from tests.test_hostile_markdown import RAW
from tests.views.test_papers import attach, listing
from tests.views.test_stakeholder import answering, reviewing, versions
from tests.views.visiting import change, count

HTML = "\n".join(["<p><b>bold</b> <a href='/x' onclick='alert(1)'>link</a></p>", *RAW])
GPS = b"GPSLatitude-50.8466-GPSLongitude-4.3528"


def test_html_that_was_posted_straight_is_shown_as_the_text_it_is(app, stakeholder, owner, world):
    """trust.md 53: nobody's editor stands between; the server alone decides."""
    fields = stakeholder.get(answering(world)).fields()
    rich = {"text": HTML, "proposed": HTML, "annex": HTML, "content_type": "text/html"}
    assert stakeholder.post(answering(world), fields | rich).status_code == 302
    assert [text for _, text, *_ in versions()] == [HTML]
    chair = Browser(app).sign_in(world.chair.email)
    stakeholder.submit(stakeholder.get(reviewing(world)))
    pages = [stakeholder.get(answering(world)), stakeholder.get(reviewing(world))]
    pages += [
        chair.get(f"/questions/{world.question.id}/{page}") for page in ("proposals", "annexes")
    ]
    for page in pages:
        assert page.status_code == 200
        found = {
            element.tag for element in html.document_fromstring(page.text).iter(html.etree.Element)
        }
        assert not found & {"iframe", "img", "style", "base", "math", "animate", "mtext"}, page.path
    assert sum(HTML in text_of(page) for page in pages) >= 3


def text_of(page) -> str:
    return "\n".join(page.tree.itertext())


def test_html_in_a_provision_is_shown_as_the_text_it_is(app, world, stakeholder):
    """trust.md 53: where Markdown is read, markup in it is not."""
    question = session.get_one(OpenQuestion, world.question.id)
    change(question.provisions[0], text="Keep <b>it</b>. <img src=x onerror=alert(1)>")
    page = stakeholder.get(f"/drafts/{world.draft.id}")
    assert "Keep <b>it</b>. <img src=x onerror=alert(1)>" in page.words
    assert not page.find("img")


@pytest.mark.parametrize("script", [True, False])
def test_control_characters_are_taken_away_and_that_is_said(stakeholder, world, script):
    """trust.md 41."""
    fields = stakeholder.get(answering(world)).fields() | {"text": "be\x07ll", "proposed": "\x00a"}
    if script:
        headers = {"Accept": "application/json"}
        said = stakeholder.client.post(answering(world), data=fields, headers=headers).text
    else:
        said = stakeholder.follow(stakeholder.post(answering(world), fields)).words
    assert "without 2 control characters that no document can hold" in said
    assert [text for _, text, *_ in versions()] == ["bell"]


def png(width: int, height: int) -> bytes:
    """A picture whose head promises this many pixels, with a place in its EXIF data."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000)
    parts = ((b"IHDR", head), (b"eXIf", GPS), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


JPEG = b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00" + GPS + bytes(20) + b"\xff\xd9"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>'


PICTURES = {
    "30,000 by 30,000 pixels": png(30_000, 30_000),
    "a place": JPEG,
    "SVG": SVG,
    "GIF": b"GIF89a" + bytes(60),
    "TIFF": b"II*\x00" + bytes(60),
}


@pytest.mark.parametrize("raw", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_no_paper_whatever_it_is_called(stakeholder, world, raw):
    """trust.md 60."""
    for name in ("picture", "paper.pdf", "paper.docx", "paper.txt"):
        refused = attach(stakeholder, world, raw, name)
        assert refused.status_code == 422
        assert f"“{name}” is" in refused.words
    assert count(Paper) == 0


def with_picture(picture: bytes) -> bytes:
    """A DOCX with a picture, its author's name and a comment in it."""
    made = docx.Document(io.BytesIO(word_document(("Keep it.", 0))))
    made.core_properties.author = "Ana Geheim"
    part = docx.opc.part.Part(
        docx.opc.packuri.PackURI("/word/media/image1.png"), "image/png", picture, made.part.package
    )
    made.part.relate_to(part, docx.opc.constants.RELATIONSHIP_TYPE.IMAGE)
    return saved(made)


def test_a_picture_inside_a_paper_is_not_unpacked_and_never_shown(app, stakeholder, world):
    """trust.md 60: the words alone are read; the file goes to its sender and to who reviews."""
    raw = with_picture(png(30_000, 30_000))
    assert [block.text for block in read_paper(raw, name="x.docx").blocks] == ["Keep it."]
    page = stakeholder.follow(attach(stakeholder, world, raw, "paper.docx"))
    stakeholder.submit(stakeholder.follow(stakeholder.submit(page)))
    assert stakeholder.client.get(f"{page.path}/file").data == raw
    for person in (world.chair, world.secretariat, world.owner, world.reader, world.other_chair):
        visitor = Browser(app).sign_in(person.email)
        reviews = person in (world.chair, world.secretariat, world.other_chair)
        assert visitor.get(f"{page.path}/file").status_code == (200 if reviews else 403)
        for address in (f"/questions/{world.question.id}", f"/rounds/{world.round.id}/pack.json"):
            text = visitor.client.get(address).text
            assert "Ana Geheim" not in text
            assert "GPSLatitude" not in text
    assert not stakeholder.get(listing(world)).find("img")
