"""The sentence encoder: pure rows, a memory that changes only the time, and others by folder."""

import json

import numpy as np
import pytest

import nlp
from nlp import encoder
from nlp.encoder import encode, encoder_name, reads
from nlp.encoder_files import BUNDLED, EncoderError
from nlp.encoder_graph import load
from tests.nlp.encoders import PIECES, SENTENCE, make_encoder

TEXTS = [
    "Publish the weights.",
    "Small firms cannot pay for a yearly audit, and nobody asked them whether they could.",
    "Ban it " * 400,
    "",
]
MEANINGS = {
    "cat": (3, 4, 0), "chat": (3, 4, 0), "tax": (0, 0, 2), "impôt": (0, 0, 2),
}  # fmt: skip


class Kept(dict):
    """A memory in memory that counts what it was asked to keep."""

    told = 0

    def recall(self, keys):
        return {key: self[key] for key in keys if key in self}

    def remember(self, rows):
        self.told += len(rows)
        self.update(rows)


@pytest.fixture
def use(monkeypatch):
    """Choose the encoder in a folder."""
    return lambda folder: monkeypatch.setenv("PLENARY_ENCODER", str(folder))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "small-encoder"


# A row depends on its text alone.


def test_a_row_is_the_same_bytes_whatever_else_is_read_with_it():
    alone = [encode([text])[0].tobytes() for text in TEXTS]
    others = [f"Measure {number} goes too far for us." for number in range(40)]
    for company in (TEXTS, TEXTS[::-1] * 2, [*others, *TEXTS], [*TEXTS, "x " * 4_000]):
        rows = dict(zip(company, encode(company), strict=True))
        assert [rows[text].tobytes() for text in TEXTS] == alone


def test_rows_have_length_one_and_come_in_the_order_of_the_texts():
    rows = encode([*TEXTS, TEXTS[0]])
    assert (rows.shape, rows.dtype) == ((5, 384), np.float32)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0].tobytes() == rows[4].tobytes()
    assert encode([]).shape == (0, 384)


def test_what_is_beyond_the_last_word_piece_changes_nothing():
    first, second = encode(["Keep it open. " * 300, "Keep it open. " * 300 + "Or ban it."])
    assert first.tobytes() == second.tobytes()


def test_progress_counts_each_text_that_has_to_be_read_once():
    seen = []
    texts = [f"Measure {number}." for number in range(70)]
    encode(texts * 2, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(64, 70), (70, 70)]


# A memory changes nothing but the time.


def test_what_was_read_before_is_not_read_again_and_its_row_is_the_same():
    memory, seen = Kept(), []
    plain = encode(TEXTS)
    assert encode(TEXTS, memory=memory).tobytes() == plain.tobytes()
    assert memory.told == len(memory) == 4

    again = [*TEXTS[::-1], "A new one."]
    rows = encode(again, memory=memory, progress=lambda *counts: seen.append(counts))
    assert (memory.told, seen) == (5, [(1, 1)])
    assert rows.tobytes() == encode(again).tobytes()


def test_a_memory_is_told_while_the_reading_goes_on_so_that_a_crash_loses_little():
    memory = Kept()

    def crash(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode([f"Measure {number}." for number in range(200)], memory=memory, progress=crash)
    assert len(memory) == 64


def test_a_memory_of_another_encoder_is_never_taken_for_this_ones(folder, tmp_path, use):
    memory = Kept()
    encode(["cat tax"], memory=memory)
    for output, pooling in ((PIECES, "mean"), (PIECES, "cls"), (SENTENCE, "mean")):
        other = make_encoder(
            tmp_path / f"{output}-{pooling}",
            MEANINGS,
            output=output,
            **{"1_Pooling__config": {"pooling_mode": pooling}},
        )
        use(other)
        encode(["cat tax"], memory=memory)
    assert memory.told == len(memory) == 4


def test_an_analysis_with_a_memory_is_the_analysis_without():
    answers = [
        nlp.Text(str(number), f"{claim} This matters in region {number}.", "en")
        for claim in ("Publish the training data.", "Small firms need more time.")
        for number in range(8)
    ]
    memory = Kept()
    plain = nlp.analyse(answers, question="What is missing?")
    first = nlp.analyse(answers, question="What is missing?", memory=memory)
    told = memory.told
    second = nlp.analyse(answers, question="What is missing?", memory=memory)
    assert first == second == plain
    assert memory.told == told > 0


# Another encoder, by its folder.


def test_without_a_setting_the_bundled_encoder_reads_english(monkeypatch):
    monkeypatch.delenv("PLENARY_ENCODER", raising=False)
    assert encoder_name() == "all-MiniLM-L6-v2 (int8)"
    assert [reads(language) for language in ("en", "fr", "xx")] == [True, False, False]


def test_another_encoder_reads_every_language_and_is_named_in_the_methods_account(folder, use):
    use(make_encoder(folder, MEANINGS))
    assert encoder_name() == "small-encoder (onnx/model.onnx)"
    assert [reads(language) for language in ("en", "fr", "mt")] == [True, True, True]


@pytest.mark.parametrize("output", [PIECES, "token_embeddings", SENTENCE])
@pytest.mark.parametrize(
    "inputs",
    [
        ("input_ids",),
        ("input_ids", "attention_mask"),
        ("attention_mask", "input_ids", "token_type_ids"),
    ],
)
def test_rows_come_from_any_usual_output_and_the_inputs_a_graph_asks_for(
    folder, use, output, inputs
):
    use(make_encoder(folder, MEANINGS, output=output, inputs=inputs))
    assert np.allclose(encode(["cat cat"]), [[0.6, 0.8, 0]])
    assert np.allclose(encode(["cat", "chat"]) @ encode(["impôt"]).T, 0)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (None, [3, 4, 2]),
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, [3, 4, 2]),
        ({"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}, [3, 4, 0]),
        ({"word_embedding_dimension": 3, "pooling_mode": "mean"}, [3, 4, 2]),
        ({"pooling_mode": "cls"}, [3, 4, 0]),
    ],
)
def test_rows_of_word_pieces_are_pooled_as_the_checkout_says(folder, use, settings, expected):
    files = {"1_Pooling__config": settings} if settings else {}
    use(make_encoder(folder, MEANINGS, **files))
    assert np.allclose(encode(["cat tax"])[0], expected / np.linalg.norm(expected))


@pytest.mark.parametrize(
    ("files", "read"),
    [
        ({"sentence_bert_config": {"max_seq_length": 2}}, 2),
        ({"sentence_bert_config": {"max_seq_length": 9_000}}, 512),
        ({"tokenizer_config": {"model_max_length": 3}}, 3),
        ({"tokenizer_config": {"model_max_length": 10**30}}, 256),
        ({}, 256),
    ],
)
def test_only_so_many_word_pieces_are_read_as_the_checkout_says(folder, use, files, read):
    use(make_encoder(folder, MEANINGS, **files))
    within, beyond = ("cat " * count + "tax" for count in (read - 1, read))
    rows = encode(["cat", within, beyond])
    assert rows[1][2] > 0
    assert rows[2][2] == 0


@pytest.mark.parametrize(
    "graphs",
    [
        ("model_int8.onnx", "onnx/model.onnx"),
        ("onnx/model.onnx", "onnx/model_O1.onnx"),
        ("onnx/model_O1.onnx", "onnx/model_qint8_avx512.onnx"),
        ("model.onnx",),
    ],
)
def test_the_first_of_several_graphs_is_chosen_by_a_rule(folder, use, graphs):
    for graph in reversed(graphs):
        make_encoder(folder, MEANINGS, graph=graph)
    use(folder)
    assert encoder_name() == f"small-encoder ({graphs[0]})"
    assert encode(["cat"]).shape == (1, 3)


def test_words_that_an_encoder_does_not_know_are_no_row_but_no_failure(folder, use):
    use(make_encoder(folder, MEANINGS))
    assert not encode(["xyz", ""]).any()


# What is missing or wrong is a sentence.


def without_graph(folder):
    (folder / "onnx" / "model.onnx").unlink()


def without_tokenizer(folder):
    (folder / "tokenizer.json").unlink()


def broken(name):
    return lambda folder: (folder / name).write_text("{")


def written(name, content):
    def act(folder):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content))

    return act


def with_a_graph(**given):
    return lambda folder: make_encoder(folder, given.pop("meanings", MEANINGS), **given)


def with_a_dense_layer(folder):
    (folder / "2_Dense").mkdir()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (without_graph, "has no graph: it needs model_int8.onnx"),
        (without_tokenizer, "has no tokenizer.json"),
        (broken("onnx/model.onnx"), "is no graph that can be loaded"),
        (broken("tokenizer.json"), "is no tokeniser"),
        (broken("sentence_bert_config.json"), "cannot be read as JSON"),
        (written("sentence_bert_config.json", [1]), "holds no settings"),
        (written("sentence_bert_config.json", {"max_seq_length": "many"}), "of 'many' word pieces"),
        (
            written("1_Pooling/config.json", {"pooling_mode_max_tokens": True}),
            "pools by max_tokens; mean or cls can be used",
        ),
        (
            with_a_graph(output="logits"),
            "gives logits; it must give one of sentence_embedding, e, last_hidden_state",
        ),
        (with_a_graph(inputs=("input_ids", "pixels")), "asks for pixels; it can be given"),
        (with_a_graph(meanings={"measure": [float("nan")]}), "no row for a text"),
        (with_a_graph(output="e"), "gives e that is no row for a text"),
        (with_a_dense_layer, "has a dense layer after the pooling"),
    ],
)  # fmt: skip
def test_an_encoder_that_cannot_be_used_is_refused_in_a_sentence(folder, use, spoil, sentence):
    make_encoder(folder, MEANINGS)
    spoil(folder)
    use(folder)
    with pytest.raises(EncoderError) as refused:
        encode(["cat"])
    assert sentence in str(refused.value)
    assert str(folder) in str(refused.value)
    assert isinstance(refused.value, ValueError)


def test_a_folder_that_is_not_there_is_refused_in_a_sentence(folder, use):
    use(folder)
    with pytest.raises(EncoderError, match=r"The encoder's folder .*small-encoder is not there\."):
        encoder_name()


def test_a_graph_with_fewer_places_than_its_folder_says_is_refused_before_a_long_text_comes(
    folder, use
):
    """Real graphs look positions up in a table; this one looks up a piece it has no row for."""
    make_encoder(folder, MEANINGS)
    vocabulary = json.loads((folder / "tokenizer.json").read_text())
    vocabulary["model"]["vocab"]["measure"] = 99
    (folder / "tokenizer.json").write_text(json.dumps(vocabulary))
    use(folder)
    with pytest.raises(EncoderError, match="cannot read a text"):
        encode(["cat"])


# What a multilingual encoder changes.

# No word of one language shares letters with the other's.
TOPICS = {
    "weights": ("Publish weights of every model", "Δημοσιεύστε βάρη κάθε μοντέλου"),
    "audit": ("Audits ruin tiny companies", "Έλεγχοι καταστρέφουν μικρές επιχειρήσεις"),
    "children": ("Protect children from chatbots", "Προστατέψτε παιδιά από ρομπότ"),
    "energy": ("Measure electricity spent on training", "Μετρήστε ρεύμα που ξοδεύεται"),
}
REASONS = {
    "en": ("today", "always", "soon", "everywhere", "again", "gradually", "now", "here"),
    "el": ("σήμερα", "πάντα", "σύντομα", "παντού", "ξανά", "σταδιακά", "τώρα", "εδώ"),
}


def themes_of_both_languages() -> list[list[str]]:
    """The topics and languages in each theme of answers in two languages."""
    answers = [
        nlp.Text(f"{topic} {language} {number}", f"{wording} {reason}.", language)
        for topic, wordings in TOPICS.items()
        for language, wording in zip(REASONS, wordings, strict=True)
        for number, reason in enumerate(REASONS[language])
    ]
    found = nlp.analyse(answers, options=nlp.Options(themes=len(TOPICS)))
    return sorted(
        sorted({answers[found.points[point].text].id.rpartition(" ")[0] for point in theme.points})
        for theme in found.themes
    )


def test_a_question_in_two_languages_gives_themes_and_not_languages(folder, use):
    """The words of either language mean one thing to this encoder."""
    meanings = {
        word: axis
        for axis, wordings in zip(np.eye(len(TOPICS)).tolist(), TOPICS.values(), strict=True)
        for word in " ".join(wordings).split()
    }
    use(make_encoder(folder, meanings))
    assert themes_of_both_languages() == sorted([f"{topic} el", f"{topic} en"] for topic in TOPICS)


def test_an_encoder_that_reads_one_of_two_languages_cannot_join_them():
    """The control of the test above: words and letters alone do not cross languages."""
    assert themes_of_both_languages() != sorted([f"{topic} el", f"{topic} en"] for topic in TOPICS)


def test_the_bundled_encoder_is_loaded_once():
    assert load(encoder.chosen()) is load(encoder.encoder_in(BUNDLED))
