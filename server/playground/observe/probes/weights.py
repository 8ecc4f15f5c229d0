"""Every weight and bias, each with its gradient."""

from __future__ import annotations

from playground.observe.probes.base import at_once
from playground.observe.view import Observation, View
from playground.spec.probes.weights import WeightsProbe


def observe(view: View, _: WeightsProbe) -> Observation:
    """Copy "h1.weight" f32 [U, I], "h1.bias" f32 [U] and so on, in the shapes of the program's layout.

    The same with ".gradient" appended follow. They are those that train, also where an average of
    them is evaluated.
    """
    layout = view.program.layout
    tensors = layout.views(view.state.parameters.cpu())
    gradients = layout.views(view.gradient.cpu())
    arrays = {key: tensor.numpy() for key, tensor in tensors.items()}
    arrays |= {f"{key}.gradient": tensor.numpy() for key, tensor in gradients.items()}
    return arrays, {}


OBSERVER = at_once(observe)
