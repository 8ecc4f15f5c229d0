"""Any link that a user may paste: our own, or one of TensorFlow Playground."""

from __future__ import annotations

from playground.links import ours, tensorflow
from playground.links.tensorflow import Note
from playground.links.unwrapped import candidates
from playground.spec.base import SpecProblem
from playground.spec.project import Spec


def read(text: str) -> tuple[Spec, tuple[Note, ...]]:
    """Read a link of either kind, however it was sent: the spec, and what could not be carried over.

    Raises `SpecProblem` "broken_link".
    """
    problem = ours.broken()
    for link in candidates(text):
        try:
            return _read(link)
        except SpecProblem as found:
            problem = found
    raise problem


def _read(link: str) -> tuple[Spec, tuple[Note, ...]]:
    if link.startswith(ours.PREFIX):
        return ours.decode(link), ()
    if tensorflow.is_link(link):
        return tensorflow.decode(link)
    _, _, tail = link.partition("#")
    return ours.decode(tail or link), ()
