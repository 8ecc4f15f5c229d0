"""What each column of a session's curves is, in words that go along with the numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable

VERSION = 2
"""1 had no columns of every step: `gradient:ID` was the norm of the one step at the point."""

AT_STEP = (
    "exactly at this step, over all {part} samples (of a very large file over a fixed part of them)"
)
OF_STEPS = "over every training step since the row before"

ABOUT = {
    "step": "number of mini-batches trained so far",
    "epoch": "number of times that all training samples have been seen so far",
    "data": "a number that is another for other samples",
    "data_changes": "how often the samples were changed, each drag of a slider counted once",
    "train_loss": "loss without the penalty, " + AT_STEP.format(part="training"),
    "test_loss": "loss without the penalty, " + AT_STEP.format(part="test"),
    "train_accuracy": "share of right answers, " + AT_STEP.format(part="training"),
    "test_accuracy": "share of right answers, " + AT_STEP.format(part="test"),
    "train_rmse": "root of the mean squared error, " + AT_STEP.format(part="training"),
    "test_rmse": "root of the mean squared error, " + AT_STEP.format(part="test"),
    "learning_rate": "learning rate of the next step",
    "batch_loss": f"loss of a step's mini-batch without the penalty, mean {OF_STEPS}",
    "not_finite": "number of steps since the row before that were not made, as a number in them was not finite",
}
GRADIENT = (
    "norm of the gradient of layer {layer} as the optimizer is given it (with penalty and clipping),"
    f" mean {OF_STEPS}; in rows without minimum and maximum, of the one step at the row"
)
ENDS = {"min": "minimum", "max": "maximum"}


def about(column: str) -> str:
    """Tell what the column is; "" of one that no version has had."""
    for end, word in ENDS.items():
        if column.endswith(f":{end}"):
            mean = about(column.removesuffix(f":{end}"))
            return mean.split(";")[0].replace(f"mean {OF_STEPS}", f"{word} {OF_STEPS}")
    if column.startswith("gradient:"):
        return GRADIENT.format(layer=column.removeprefix("gradient:"))
    return ABOUT.get(column, "")


def to_document(columns: Iterable[str]) -> bytes:
    """Write what these columns are as JSON."""
    document = {
        "version": VERSION,
        "empty": "not there, or not a finite number",
        "columns": {column: about(column) for column in columns},
    }
    return json.dumps(document, indent=2, ensure_ascii=False).encode()
