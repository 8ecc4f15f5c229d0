"""Every weight and bias, each with its gradient."""

from __future__ import annotations

from playground.observe.view import Observation, View
from playground.spec.probe import WeightsProbe


def observe(view: View, _: WeightsProbe) -> Observation:
    """ "h1.weight" f32 [U, I], "h1.bias" f32 [U] and so on, with the shapes of the program's layout,
    and the same with ".gradient" appended.

    Those that train, also where an average of them is evaluated.
    """
    layout = view.program.layout
    tensors = layout.views(view.state.parameters.cpu())
    gradients = layout.views(view.gradient.cpu())
    arrays = {key: tensor.numpy() for key, tensor in tensors.items()}
    arrays |= {f"{key}.gradient": tensor.numpy() for key, tensor in gradients.items()}
    return arrays, {}
