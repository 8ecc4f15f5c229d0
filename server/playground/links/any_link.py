"""Any link that a user may paste: our own, or one of TensorFlow Playground."""

from __future__ import annotations

from playground.links import ours, tensorflow
from playground.links.tensorflow import Note
from playground.spec.project import Spec


def read(text: str) -> tuple[Spec, tuple[Note, ...]]:
    """Read a link of either kind: the spec, and what could not be carried over.

    Raises `SpecProblem` "broken_link".
    """
    if text.startswith(ours.PREFIX):
        return ours.decode(text), ()
    if tensorflow.is_link(text):
        return tensorflow.decode(text)
    _, _, tail = text.strip().partition("#")
    return ours.decode(tail or text), ()
