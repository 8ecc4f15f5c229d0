"""The state of a training: all that changes as a network learns.

With the spec it determines every later step.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Literal, Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from playground.nn.program import Program
from playground.nn.transfer import Transfer, carry, plan
from playground.spec.project import Spec
from playground.train.batches import Cursor
from playground.train.buckets import Bucket
from playground.train.optimizers import first_state
from playground.train.optimizers.base import OptimizerState
from playground.train.schedules.base import Plateau

Note = Literal["optimizer_begun_anew", "epoch_begun_anew"]
"""What an edit set back, beyond the parameters: keys of the catalogue."""

AVERAGE = "average"
"""The name of the weights' moving average, beside the vectors of the optimizer."""

_PARAMETERS, _BUFFERS, _OPTIMIZER = "parameters", "buffers", "slot."
_COUNTERS = ("updates", "step", "epoch", "position")
_PLATEAU, _DUE, _BUCKET = "plateau", "due", "bucket"


class StateError(ValueError):
    """Bytes that hold no state, or a damaged one."""


@dataclass(slots=True)
class TrainState:
    """`parameters` and each vector of `optimizer_state` are float32 [P], `buffers` float32 [Q].

    `updates` counts the optimizer's own updates, for Adam's bias correction; `step` counts the
    run's mini-batches; `epoch` and `position` (in samples) say where in the data the run stands.
    `bucket` tells of the steps since the last point of the curves; no later step depends on it.
    """

    parameters: Tensor
    optimizer_state: OptimizerState
    buffers: Tensor = field(default_factory=lambda: torch.empty(0))
    updates: int = 0
    step: int = 0
    epoch: int = 0
    position: int = 0
    plateau: Plateau = field(default_factory=Plateau)
    bucket: Bucket = field(default_factory=Bucket)

    @property
    def evaluated(self) -> Tensor:
        """The parameters [P] that scores and pictures speak of: the average, if there is one."""
        return self.optimizer_state.get(AVERAGE, self.parameters)

    @property
    def cursor(self) -> Cursor:
        """The place in the data."""
        return Cursor(self.epoch, self.position)

    def clone(self) -> Self:
        """Return a copy that shares no memory."""
        vectors = {name: vector.clone() for name, vector in self.optimizer_state.items()}
        parameters, buffers = self.parameters.clone(), self.buffers.clone()
        return replace(
            self,
            parameters=parameters,
            optimizer_state=vectors,
            buffers=buffers,
            bucket=self.bucket.copy(),
        )

    def to(self, device: torch.device | str) -> Self:
        """Return the same state on a device; its own tensors where they lie there already."""
        vectors = {name: vector.to(device) for name, vector in self.optimizer_state.items()}
        parameters, buffers = self.parameters.to(device), self.buffers.to(device)
        return replace(self, parameters=parameters, optimizer_state=vectors, buffers=buffers)

    def assign(self, other: Self) -> None:
        """Take over the other's values, into this state's own tensors."""
        self.parameters.copy_(other.parameters)
        for name, vector in self.optimizer_state.items():
            vector.copy_(other.optimizer_state[name])
        self.buffers.copy_(other.buffers)
        self.plateau = other.plateau
        self.bucket = other.bucket.copy()
        for name in _COUNTERS:
            setattr(self, name, getattr(other, name))

    def to_bytes(self) -> bytes:
        """Return a safetensors file with the counters and a digest in its metadata: equal states are equal bytes."""
        tensors = {_PARAMETERS: self.parameters, _BUFFERS: self.buffers}
        tensors |= {_OPTIMIZER + name: vector for name, vector in self.optimizer_state.items()}
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        metadata = dict(zip(_COUNTERS, map(str, self._counters()), strict=True))
        metadata[_PLATEAU] = _written(self.plateau)
        if bucket := self.bucket.written():
            metadata[_BUCKET] = bucket
        return _in_order(save(tensors, metadata | {"digest": _digest(tensors, metadata)}))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote. Raises `StateError`; nothing is unpickled."""
        try:
            tensors = load(data)
            metadata = _metadata(data)
            counters = {name: int(metadata[name]) for name in _COUNTERS}
            best, waited, factor, *due = metadata[_PLATEAU].split()
            plateau = Plateau(
                float.fromhex(best), int(waited), float.fromhex(factor), due == [_DUE]
            )
            bucket = Bucket.read(metadata.get(_BUCKET, ""))
            parameters, buffers = tensors[_PARAMETERS], tensors[_BUFFERS]
            digest = metadata.pop("digest")
        except (SafetensorError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise StateError("These bytes hold no training state.") from error
        if digest != _digest(tensors, metadata) or not _alike(tensors):
            raise StateError("This training state is damaged.")
        vectors = {
            name.removeprefix(_OPTIMIZER): tensor
            for name, tensor in tensors.items()
            if name.startswith(_OPTIMIZER)
        }
        return cls(parameters, vectors, buffers, plateau=plateau, bucket=bucket, **counters)

    def _counters(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in _COUNTERS)


def begin(spec: Spec, program: Program) -> TrainState:
    """Return the state before the first step, on the CPU."""
    parameters = program.init(spec.seed)
    vectors = _first_optimizer_state(spec, program, parameters)
    return TrainState(parameters, vectors, program.init_buffers())


def adapt_state(
    state: TrainState, old: Spec, new: Spec
) -> tuple[TrainState, Transfer, tuple[Note, ...]]:
    """Adapt a state to an edited spec; step and epoch go on.

    Parameters are kept as `nn.transfer` says, and with them the optimizer's memory if it is still
    the same optimizer. Other data, or another order of them, begin their epoch anew.
    """
    transfer = plan(old, new)
    device = state.parameters.device
    program, source = Program.build(new), transfer.source
    fresh = program.init(new.seed).to(device)
    parameters = carry(source, state.parameters, fresh)
    buffers = carry(transfer.buffers, state.buffers, program.init_buffers().to(device))
    notes: list[Note] = []
    updates, position = state.updates, state.position
    kept = state.optimizer_state
    if old.training.optimizer.kind != new.training.optimizer.kind:
        # The average is of the weights, whoever moves them.
        kept = {name: vector for name, vector in kept.items() if name == AVERAGE}
        updates = 0
        notes.append("optimizer_begun_anew")
    fresh_vectors = _first_optimizer_state(new, program, parameters, updates)
    vectors = {
        name: carry(source, kept[name], vector) if name in kept else vector
        for name, vector in fresh_vectors.items()
    }
    if _rows(old) != _rows(new):
        position = 0
        notes.append("epoch_begun_anew")
    plateau = state.plateau if old.training.schedule == new.training.schedule else Plateau()
    return (
        TrainState(
            parameters,
            vectors,
            buffers,
            updates,
            state.step,
            state.epoch,
            position,
            plateau,
            state.bucket.copy(),
        ),
        transfer,
        tuple(notes),
    )


def with_parameters(
    state: TrainState,
    spec: Spec,
    program: Program,
    parameters: Tensor,
    buffers: Tensor,
    mask: Tensor,
) -> TrainState:
    """Return the state with other parameters [P] where `mask` bool [P] is true, and these buffers [Q].

    The optimizer's memory of them begins anew, and so does their moving average.
    """
    changed = state.clone()
    changed.parameters = torch.where(mask, parameters, state.parameters)
    changed.buffers = buffers
    fresh = _first_optimizer_state(spec, program, changed.parameters, state.updates)
    changed.optimizer_state = {
        name: torch.where(mask, fresh[name], vector)
        for name, vector in state.optimizer_state.items()
    }
    return changed


def _rows(spec: Spec) -> tuple[object, ...]:
    """Return what decides which samples an epoch visits, and in what order."""
    data = spec.data
    return (
        spec.seed,
        data.dataset,
        data.size,
        data.train_samples,
        data.seed,
        data.classes,
        data.uploaded,
    )


def _first_optimizer_state(
    spec: Spec, program: Program, parameters: Tensor, updates: int = 0
) -> OptimizerState:
    rates: float | Tensor = spec.training.learning_rate
    if program.factors is not None:
        rates = rates * program.factors.to(parameters.device)
    vectors = first_state(spec.training.optimizer, parameters, rates, updates)
    if spec.training.averaging is not None:
        vectors[AVERAGE] = parameters.clone()
    return vectors


def _written(plateau: Plateau) -> str:
    written = f"{plateau.best.hex()} {plateau.waited} {plateau.factor.hex()}"
    return f"{written} {_DUE}" if plateau.due else written


def _metadata(data: bytes) -> dict[str, str]:
    """Read the metadata of a safetensors file: a length, 8 bytes little-endian, then a JSON header."""
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    metadata: dict[str, str] = header["__metadata__"]
    return metadata


def _in_order(data: bytes) -> bytes:
    """Write the header of a safetensors file in one order, which is else another each time."""
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.dumps(json.loads(data[8:end]), sort_keys=True, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header + data[end:]


def _digest(tensors: dict[str, Tensor], metadata: dict[str, str]) -> str:
    digest = hashlib.blake2b(repr(sorted(metadata.items())).encode(), digest_size=16)
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].numpy().tobytes())
    return digest.hexdigest()


def _alike(tensors: dict[str, Tensor]) -> bool:
    shape = tensors[_PARAMETERS].shape
    return all(
        tensor.ndim == 1
        and (name == _BUFFERS or tensor.shape == shape)
        and tensor.dtype == torch.float32
        for name, tensor in tensors.items()
    )
