"""House rules that can be tests: what the README promises to name, and that no page is broken."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from jinja2 import Environment, meta

import consultation
from consultation import db, models
from consultation.cli import plenary
from consultation.config import ROOT, Settings

README = (ROOT / "README.md").read_text("utf-8")
TEMPLATES = ROOT / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
WORDS = (
    "Consultation", "Round", "Extension", "Rescheduling", "Draft", "Provision",
    "Working group; strand", "Chair, vice-chair", "Secretariat", "Founder", "Invitation",
    "Stakeholder; category", "Eligibility", "Mail template", "Word template",
    "Privacy notice",
    "Lead; colleague", "Note",
    "Open question", "Submission", "Receipt", "Answer", "Position",
    "Point", "Campaign; template, addition", "Theme", "Sub-theme", "Nested theme", "Stability",
    "Runner-up",
    "Assignment", "Matter; memo, second reading, referral",
    "Suggestion; refusal", "Code frame; facet, code", "Coded as",
    "Balance", "Minority point", "Quote", "Place, move",
    "Sample; sampled point, coding", "Agreement",
    "Outcome; own outcome",
    "Results",
    "Lineage", "Anchor",
    "Sign off, reopen", "Summary; plenary pack", "Edition; manifest",
    "Factual summary", "Synopsis report", "Open data", "Observation",
    "Ledger", "Paper",
    "Source", "Entry", "Meeting; meeting correction", "Official answer",
    "Find", "Redaction; sealed text", "Moderation rules",
    "Removal; removal statement", "Retention date",
    "Data map", "Register of processing",
    "Token", "Webhook; delivery",
)  # fmt: skip
# Rows that carry a word's meaning on; nobody reads their names.
INSIDE = {
    "Analysis", "AnswerRead", "AnswerVersion", "ApiToken", "Appointment", "Attempt", "AuditEntry",
    "CampaignCopy", "CodeRefusal", "CodeUse", "CodeWording", "EndedSession", "Fit",
    "FrameAct", "Job", "Mail", "MatterEntry", "Membership", "LogCover", "MinorityNote",
    "OfficialWording", "Organisation", "Person", "Placement",
    "Poll", "Reading", "RecoveryCode", "Recurrence", "SignOff", "Step", "Subtheme",
    "TextVector", "Token", "Visit",
}  # fmt: skip


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The application's own environment, with its filters and macros."""
    folder = tmp_path_factory.mktemp("house")
    app = consultation.create_app(Settings(data=folder, database_url=""))
    yield app.jinja_env
    db.session.remove()
    app.engine.dispose()


@pytest.mark.parametrize("page", PAGES)
def test_every_template_compiles(templates, page):
    assert templates.get_template(page).name == page


def test_every_template_is_shown_by_a_view_or_drawn_in_by_another(templates):
    drawn_in = {
        name
        for page in PAGES
        for name in meta.find_referenced_templates(
            templates.parse((TEMPLATES / page).read_text("utf-8"))
        )
        if name
    }
    shown = {
        text
        for path in (ROOT / "consultation").rglob("*.py")
        for text in _strings(path)
        if text.endswith(".html")
    }
    assert shown | drawn_in >= set(PAGES)
    assert shown <= set(PAGES)


def _strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_template_lets_text_through_unescaped(templates):
    """What people wrote is escaped on every page; Markdown goes through one filter."""
    found = [
        (page, match.group())
        for page in PAGES
        for match in re.finditer(
            r"\|\s*safe\b|autoescape\s+false", (TEMPLATES / page).read_text("utf-8")
        )
    ]
    assert found == []


def test_the_glossary_has_every_word_once_and_no_other():
    chapter = README.split("## Words")[1].split("\n## ")[0]
    (_, *rows) = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", chapter, re.MULTILINE)
    assert tuple(word for word, _ in rows) == WORDS


def test_every_noun_of_the_models_is_a_word_of_the_glossary():
    words = {word.strip().casefold() for entry in WORDS for word in re.split("[;,]", entry)}
    nouns = {
        name for name in models.__all__
        if isinstance(model := getattr(models, name), type) and issubclass(model, db.Base)
    }  # fmt: skip
    assert nouns >= INSIDE
    for noun in nouns - INSIDE:
        assert re.sub("(?<=[a-z])(?=[A-Z])", " ", noun).casefold() in words


@pytest.mark.parametrize("package", ["consultation", "nlp"])
def test_no_module_is_longer_than_can_be_read_at_once(package):
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / package).rglob("*.py")
    }
    assert lengths
    assert {path: length for path, length in lengths.items() if length >= 300} == {}


def test_no_folder_holds_more_modules_than_can_be_looked_over():
    """What grows beyond is given rooms, each named after what it is about."""
    folders = Counter(path.parent for path in (ROOT / "consultation").rglob("*.py"))
    folders |= Counter(path.parent for path in (ROOT / "nlp").rglob("*.py"))
    full = {path.relative_to(ROOT).as_posix() for path, held in folders.items() if held > 50}
    assert full == set()


def test_what_is_read_and_what_is_written_of_one_thing_is_in_rooms_of_one_name():
    rooms = [
        {each.name for each in (ROOT / "consultation" / package).iterdir() if each.is_dir()}
        for package in ("operations", "queries")
    ]
    written, read = (names - {"__pycache__", "demonstration"} for names in rooms)
    assert written == read
    assert all(f"    {room}/ " in README for room in read)


@pytest.mark.parametrize("package", ["models", "queries"])
def test_neither_models_nor_queries_know_an_address(package):
    """Pages have addresses; a row has none."""
    written = re.compile(r"""["']/[a-z{]""")
    sources = list((ROOT / "consultation" / package).rglob("*.py"))
    assert sources
    assert [path.name for path in sources if written.search(path.read_text("utf-8"))] == []


def test_the_readme_names_every_command_and_no_other():
    named = set(re.findall(r"\./plenary ([a-z]+)", README))
    assert named == set(plenary.commands)


def test_every_command_says_what_it_does():
    silent = [name for name, command in _commands(plenary) if not command.help]
    assert silent == []


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")


def test_the_help_lists_every_command_in_its_order():
    assert plenary.list_commands(click.Context(plenary)) == list(plenary.ORDER)
    assert set(plenary.ORDER) == set(plenary.commands)


def test_the_readme_has_every_setting_with_its_default():
    for name, field in Settings.model_fields.items():
        name = field.validation_alias or f"PLENARY_{name.upper()}"
        (row,) = re.findall(rf"^\| `{name}` \|.*$", README, re.MULTILINE)
        assert field.description
        default = row.rsplit("|", 2)[1].strip().strip("`")
        if field.default != "":
            assert default == _written(field.default)


def _written(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default).replace("'", '"')
