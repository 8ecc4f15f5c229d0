"""All that changes as a network learns. With the spec it determines every later step."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal, Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from playground.nn.program import Program
from playground.nn.transfer import Transfer, carry, plan
from playground.spec.project import Spec
from playground.train.batches import Cursor
from playground.train.optim import OPTIMIZERS

Note = Literal["optimizer_begun_anew", "epoch_begun_anew"]
"""What an edit set back, beyond the parameters: keys of the catalogue."""

_PARAMETERS, _SLOT = "parameters", "slot."
_COUNTERS = ("updates", "step", "epoch", "position")


class StateError(ValueError):
    """Bytes that hold no state, or a damaged one."""


@dataclass(slots=True)
class TrainState:
    """`parameters` and each optimizer slot are float32 [P].

    `updates` counts the optimizer's own updates, for Adam's bias correction; `step` counts the
    run's mini-batches; `epoch` and `position` (in samples) say where in the data the run stands.
    """

    parameters: Tensor
    slots: dict[str, Tensor]
    updates: int = 0
    step: int = 0
    epoch: int = 0
    position: int = 0

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.epoch, self.position)

    def clone(self) -> Self:
        """A copy that shares no memory."""
        slots = {name: slot.clone() for name, slot in self.slots.items()}
        return type(self)(self.parameters.clone(), slots, *self._counters())

    def to(self, device: torch.device | str) -> Self:
        """The same state on a device; its own tensors where they lie there already."""
        slots = {name: slot.to(device) for name, slot in self.slots.items()}
        return type(self)(self.parameters.to(device), slots, *self._counters())

    def assign(self, other: Self) -> None:
        """Takes over the other's values, into this state's own tensors."""
        self.parameters.copy_(other.parameters)
        for name, slot in self.slots.items():
            slot.copy_(other.slots[name])
        for name in _COUNTERS:
            setattr(self, name, getattr(other, name))

    def to_bytes(self) -> bytes:
        """A safetensors file with the counters and a digest in its metadata."""
        tensors = {_PARAMETERS: self.parameters}
        tensors |= {_SLOT + name: slot for name, slot in self.slots.items()}
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        metadata = dict(zip(_COUNTERS, map(str, self._counters()), strict=True))
        return save(tensors, metadata | {"digest": _digest(tensors, self._counters())})

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises `StateError`. Nothing is unpickled."""
        try:
            tensors = load(data)
            metadata = _metadata(data)
            counters = tuple(int(metadata[name]) for name in _COUNTERS)
            parameters = tensors[_PARAMETERS]
            digest = metadata["digest"]
        except (SafetensorError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise StateError("These bytes hold no training state.") from error
        if digest != _digest(tensors, counters) or not _alike(tensors):
            raise StateError("This training state is damaged.")
        slots = {
            name.removeprefix(_SLOT): tensor
            for name, tensor in tensors.items()
            if name.startswith(_SLOT)
        }
        return cls(parameters, slots, *counters)

    def _counters(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in _COUNTERS)


def begin(spec: Spec, program: Program) -> TrainState:
    """The state before the first step, on the CPU."""
    parameters = program.init(spec.seed)
    return TrainState(parameters, _fresh_slots(spec, parameters))


def edited(
    state: TrainState, old: Spec, new: Spec
) -> tuple[TrainState, Transfer, tuple[Note, ...]]:
    """The state to go on with after an edit; step and epoch go on.

    Parameters are kept as `nn.transfer` says, and with them the optimizer's memory if it is still
    the same optimizer. Other data, or another order of them, begin their epoch anew.
    """
    transfer = plan(old, new)
    device = state.parameters.device
    fresh = Program.build(new).init(new.seed).to(device)
    slots = _fresh_slots(new, fresh)
    notes: list[Note] = []
    updates, position = state.updates, state.position
    if old.training.optimizer.kind == new.training.optimizer.kind:
        slots = {name: carry(transfer.source, state.slots[name], slots[name]) for name in slots}
    else:
        updates = 0
        notes.append("optimizer_begun_anew")
    if _rows(old) != _rows(new):
        position = 0
        notes.append("epoch_begun_anew")
    parameters = carry(transfer.source, state.parameters, fresh)
    return (
        TrainState(parameters, slots, updates, state.step, state.epoch, position),
        transfer,
        tuple(notes),
    )


def _rows(spec: Spec) -> tuple[object, ...]:
    """What decides which samples an epoch visits, and in what order."""
    data = spec.data
    return spec.seed, data.dataset, data.samples, data.train_samples, data.seed, data.classes


def _fresh_slots(spec: Spec, parameters: Tensor) -> dict[str, Tensor]:
    names = OPTIMIZERS[spec.training.optimizer.kind].slots
    return {name: torch.zeros_like(parameters) for name in names}


def _metadata(data: bytes) -> dict[str, str]:
    """The metadata of a safetensors file: a length, 8 bytes little-endian, then a JSON header."""
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    metadata: dict[str, str] = header["__metadata__"]
    return metadata


def _digest(tensors: dict[str, Tensor], counters: tuple[int, ...]) -> str:
    digest = hashlib.blake2b(repr(counters).encode(), digest_size=16)
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].numpy().tobytes())
    return digest.hexdigest()


def _alike(tensors: dict[str, Tensor]) -> bool:
    shape = tensors[_PARAMETERS].shape
    return all(
        tensor.ndim == 1 and tensor.shape == shape and tensor.dtype == torch.float32
        for tensor in tensors.values()
    )
