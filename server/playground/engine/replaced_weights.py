"""Layers whose weights are drawn again, and what they had before, which an undo puts back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import torch
from safetensors.torch import load, save
from torch import Tensor

from playground.nn.layout import Layout
from playground.nn.program import Program
from playground.spec.project import Spec
from playground.train.state import TrainState, with_parameters

KEPT = 8
"""Times that can be undone."""
MAX_PACKED_BYTES = 16_000_000
"""Of those that go along to another trainer, the newest."""

Values = dict[str, Tensor]
"""By the tensor's key; those of buffers are under the same names."""


class ReplacedWeights:
    """What layers had before their weights were drawn again, by the mark of each time."""

    def __init__(self, packed: Iterable[tuple[str, bytes]] = ()) -> None:
        self._before: dict[str, Values] = {mark: load(values) for mark, values in packed}

    @property
    def held_bytes(self) -> int:
        return sum(each.nbytes for values in self._before.values() for each in values.values())

    def pack(self) -> list[tuple[str, bytes]]:
        """Give for each mark, the oldest first, what layers had, as safetensors."""
        left, packed = MAX_PACKED_BYTES, list[tuple[str, bytes]]()
        for mark, values in reversed(self._before.items()):
            left -= sum(each.nbytes for each in values.values())
            if left < 0:
                break
            packed.append((mark, save({key: each.cpu() for key, each in values.items()})))
        return packed[::-1]

    def draw(
        self,
        state: TrainState,
        spec: Spec,
        program: Program,
        layers: Collection[str],
        mark: str,
        seed: int,
    ) -> TrainState | None:
        """Return the state with new weights for these layers; None where there is none of them."""
        fresh = _values(program, program.init(seed), program.init_buffers())
        return self._put(
            {key: fresh[key] for key in fresh if _layer(key) in layers}, mark, state, spec, program
        )

    def swap(self, state: TrainState, spec: Spec, program: Program, mark: str) -> TrainState | None:
        """Return the state with what was there before, and keep what is there now in its place.

        None where that is forgotten, or the layers are gone.
        """
        return self._put(self._before.get(mark, {}), mark, state, spec, program)

    def _put(
        self, values: Values, mark: str, state: TrainState, spec: Spec, program: Program
    ) -> TrainState | None:
        now = _values(program, state.parameters, state.buffers)
        fitting = {
            key: value
            for key, value in values.items()
            if key in now and now[key].shape == value.shape
        }
        if not fitting:
            return None
        self._before.pop(mark, None)
        self._before[mark] = {key: now[key].clone() for key in fitting}
        while len(self._before) > KEPT:
            del self._before[next(iter(self._before))]
        device = state.parameters.device
        parameters, buffers = state.parameters.clone(), state.buffers.clone()
        mask = torch.zeros(len(parameters), dtype=torch.bool, device=device)
        for layout, flat in ((program.layout, parameters), (program.buffer_layout, buffers)):
            for key, view in layout.views(flat).items():
                if key in fitting:
                    view.copy_(fitting[key])
        for key, view in program.layout.views(mask).items():
            view.fill_(key in fitting)
        if program.trainable is not None:
            mask &= program.trainable.to(device)
        if program.connection_mask is not None:
            parameters = torch.where(program.connection_mask.to(device) == 0, 0, parameters)
        return with_parameters(state, spec, program, parameters, buffers, mask)


def _layer(key: str) -> str:
    return key.partition(".")[0]


def _values(program: Program, parameters: Tensor, buffers: Tensor) -> Values:
    return _of(program.layout, parameters) | _of(program.buffer_layout, buffers)


def _of(layout: Layout, flat: Tensor) -> Values:
    return dict(layout.views(flat))
