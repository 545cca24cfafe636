"""Small encoders in the layouts that real ones come in, made with onnx."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

BATCH_AND_PIECES = ["batch", "pieces"]
PIECES, SENTENCE = "last_hidden_state", "sentence_embedding"


def make_encoder(
    folder: Path,
    meanings: Mapping[str, Sequence[float]],
    *,
    graph: str = "onnx/model.onnx",
    output: str = PIECES,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    **files: Any,
) -> Path:
    """An encoder that looks up each word's row; other words mean nothing.

    `files` are JSON files to write beside it, `/` written as two underscores.
    """
    path = folder / graph
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = np.array([np.zeros(len(next(iter(meanings.values())))), *meanings.values()], np.float32)
    onnx.save(_graph(rows, output, inputs), path)
    vocabulary = {word: number for number, word in enumerate(["[UNK]", *meanings])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    for name, content in files.items():
        file = folder / f"{name.replace('__', '/')}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(content))
    return folder


def _graph(rows: np.ndarray, output: str, inputs: Sequence[str]) -> onnx.ModelProto:
    """Each word's row; for a sentence the sum of them, as a graph of its own pooling gives."""
    nodes = [helper.make_node("Gather", ["rows", "input_ids"], ["words"])]
    shape: list[str | int] = [*BATCH_AND_PIECES, rows.shape[1]]
    if output == SENTENCE:
        nodes.append(helper.make_node("ReduceSum", ["words", "axis"], [output], keepdims=0))
        shape = ["batch", rows.shape[1]]
    else:
        nodes.append(helper.make_node("Identity", ["words"], [output]))
    graph = helper.make_graph(
        nodes,
        "words",
        [helper.make_tensor_value_info(n, TensorProto.INT64, BATCH_AND_PIECES) for n in inputs],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
        [
            numpy_helper.from_array(rows, "rows"),
            numpy_helper.from_array(np.array([1], np.int64), "axis"),
        ],
    )
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=10)
