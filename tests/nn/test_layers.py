"""Every kind of layer against torch's module of the same name, and skips against plain torch."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional

from playground.nn.program import Program
from playground.spec.project import parse

B = 5


def spec(*layers, data="edges", skips=(), **network):
    given = {"dataset": data, "image_size": 16}
    if data == "wine":
        given |= {"classes": 3}
    kind = "cross_entropy" if given.get("classes", 2) > 2 else "binary_cross_entropy"
    return parse(
        {
            "data": given,
            "training": {"loss": {"kind": kind}},
            "network": {"layers": list(layers), "skips": list(skips)} | network,
        }
    )


def built(document):
    """The program with random parameters and buffers, and a random input."""
    program = Program.build(document)
    generator = torch.Generator().manual_seed(7)
    flat = torch.randn(program.layout.size, generator=generator)
    buffers = program.init_buffers() + torch.rand(program.buffer_layout.size, generator=generator)
    x = torch.randn((B, *document.data.input_shape), generator=generator)
    return program, flat, buffers, x


CONV2D = {"kind": "conv2d", "id": "c", "units": 6, "activation": "identity"}
FLAT = {"kind": "flatten", "id": "f"}


def filled(module, values):
    for name, value in values.items():
        getattr(module, name).data.copy_(value)
    return module.eval()


CASES = {
    "conv2d": (
        "edges",
        [CONV2D | {"kernel": 5, "stride": 2, "padding": 3, "dilation": 2}],
        lambda: nn.Conv2d(1, 6, 5, 2, 3, 2),
    ),
    "conv1d": (
        "wine",
        [{"kind": "conv1d", "id": "c", "units": 4, "stride": 2, "activation": "identity"}],
        lambda: nn.Sequential(nn.Unflatten(1, (1, 13)), nn.Conv1d(1, 4, 3, 2, 1)),
    ),
    "dense": (
        "wine",
        [{"kind": "dense", "id": "c", "units": 4, "activation": "identity"}],
        lambda: nn.Linear(13, 4),
    ),
    "max_pool": (
        "edges",
        [{"kind": "max_pool", "id": "c", "kernel": 3, "padding": 1}],
        lambda: nn.MaxPool2d(3, 2, 1),
    ),
    "average_pool": (
        "edges",
        [{"kind": "average_pool", "id": "c", "kernel": 3, "padding": 1}],
        lambda: nn.AvgPool2d(3, 2, 1),
    ),
    "global_pool": (
        "edges",
        [{"kind": "global_pool", "id": "c"}],
        lambda: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    ),
    "global maximum": (
        "edges",
        [{"kind": "global_pool", "id": "c", "mode": "max"}],
        lambda: nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten()),
    ),
    "flatten": ("edges", [{"kind": "flatten", "id": "c"}], nn.Flatten),
    "layer_norm": (
        "edges",
        [{"kind": "layer_norm", "id": "c", "epsilon": 0.01}],
        lambda: nn.LayerNorm((1, 16, 16), 0.01),
    ),
    "group_norm": (
        "wine",
        [{"kind": "dense", "id": "d", "units": 6}, {"kind": "group_norm", "id": "c", "groups": 3}],
        lambda: nn.GroupNorm(3, 6),
    ),
    "batch_norm": ("wine", [{"kind": "batch_norm", "id": "c"}], lambda: nn.BatchNorm1d(13)),
    "batch_norm of maps": (
        "edges",
        [{"kind": "batch_norm", "id": "c"}],
        lambda: nn.BatchNorm2d(1),
    ),
    "dropout": ("wine", [{"kind": "dropout", "id": "c"}], lambda: nn.Dropout(0.2)),
    "activation": (
        "wine",
        [{"kind": "activation", "id": "c", "activation": "mish"}],
        nn.Mish,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_layer_equals_torchs(case):
    data, layers, module = CASES[case]
    last = layers[-1]
    maps = data == "edges" and last["kind"] not in ("global_pool", "flatten")
    tail = [FLAT] if maps or last["kind"] == "conv1d" else []
    program, flat, buffers, x = built(spec(*layers, *tail, data=data))
    trace = program.forward(flat, x, buffers)
    place = len(layers) - 1
    before = trace.activations[place - 1] if place else x
    reference = module()
    inner = reference[-1] if isinstance(reference, nn.Sequential) else reference
    values = {
        name: value
        for key, value in program.layout.views(flat).items()
        for layer, name in [key.split(".")]
        if layer == "c"
    }
    if "batch_norm" in case:
        found = program.buffer_layout.views(buffers)
        values |= {"running_mean": found["c.mean"], "running_var": found["c.variance"]}
    filled(inner, values)
    torch.testing.assert_close(trace.activations[place], reference.eval()(before).detach())
    assert trace.activations[place].shape[1:] == program.shapes[place].outputs


def test_batch_norm_trains_by_the_batch_and_renews_its_statistics():
    program, flat, buffers, x = built(spec({"kind": "batch_norm", "id": "c"}, FLAT))
    views, found = program.layout.views(flat), program.buffer_layout.views(buffers)
    module = nn.BatchNorm2d(1)
    filled(
        module,
        {
            "weight": views["c.weight"],
            "bias": views["c.bias"],
            "running_mean": found["c.mean"],
            "running_var": found["c.variance"],
        },
    ).train()
    before = buffers.clone()
    trace = program.forward(flat, x, buffers, training=True)
    torch.testing.assert_close(trace.activations[0], module(x).detach())
    renewed = program.buffer_layout.views(trace.buffers)
    torch.testing.assert_close(renewed["c.mean"], module.running_mean)
    torch.testing.assert_close(renewed["c.variance"], module.running_var)
    assert torch.equal(buffers, before)


def test_batch_norm_of_a_single_sample_trains_as_it_evaluates():
    program, flat, buffers, x = built(spec({"kind": "batch_norm", "id": "c"}, data="wine"))
    trained = program.forward(flat, x[:1], buffers, training=True)
    assert torch.equal(trained.activations[0], program.forward(flat, x[:1], buffers).activations[0])
    assert torch.equal(trained.buffers, buffers)


def test_dropout_drops_its_part_and_scales_the_rest():
    document = spec(
        {"kind": "dense", "id": "d", "units": 256},
        {"kind": "dropout", "id": "c", "probability": 0.25},
        data="wine",
    )
    program, flat, buffers, x = built(document)

    def values(seed):
        generator = torch.Generator().manual_seed(seed)
        return program.forward(flat, x, buffers, training=True, generator=generator).activations

    before, after = values(1)[:2]
    kept = after != 0
    torch.testing.assert_close(after[kept], before[kept] / 0.75)
    share = kept.float().mean()
    assert abs(share - 0.75) < 4 * math.sqrt(0.25 * 0.75 / kept.numel())
    assert torch.equal(values(1)[1], after)
    assert not torch.equal(values(2)[1], after)
    assert torch.equal(program.forward(flat, x, buffers).activations[1], before)


def test_a_learned_slope():
    program, flat, buffers, x = built(
        spec({"kind": "dense", "id": "d", "units": 4, "activation": "prelu"}, data="wine")
    )
    trace = program.forward(flat, x, buffers)
    slope = program.layout.views(flat)["d.slope"]
    torch.testing.assert_close(
        trace.activations[0], functional.prelu(trace.preactivations[0], slope)
    )
    assert program.layout.views(program.init(1))["d.slope"].item() == 0.25


def test_skips_equal_plain_torch():
    """Added as it is, pooled and projected, and concatenated to a vector."""
    document = spec(
        CONV2D | {"id": "a"},
        CONV2D | {"id": "b"},
        CONV2D | {"id": "c", "units": 4, "stride": 2},
        CONV2D | {"id": "d", "units": 8},
        {"kind": "global_pool", "id": "p"},
        skips=[
            {"source": "a", "target": "c"},
            {"source": "b", "target": "d"},
            {"source": "input", "target": "output", "mode": "concat"},
            {"source": "c", "target": "output", "mode": "concat"},
        ],
    )
    program, flat, buffers, x = built(document)
    t = program.layout.views(flat)

    def convolve(name, signal, stride=1):
        return functional.conv2d(signal, t[f"{name}.weight"], t[f"{name}.bias"], stride, 1)

    a = convolve("a", x)
    b = convolve("b", a)
    c = convolve("c", b + a, 2)
    joined = c + functional.conv2d(functional.adaptive_avg_pool2d(b, 8), t["d.skip-b"])
    pooled = convolve("d", joined).mean(dim=(2, 3))
    widened = torch.cat([pooled, x.flatten(1), c.flatten(1)], dim=1)
    expected = functional.linear(widened, t["output.weight"], t["output.bias"])
    found = program.forward(flat, x, buffers).activations[-1]
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)


def test_a_vector_is_added_to_maps_through_a_matrix():
    document = spec(
        {"kind": "conv1d", "id": "a", "units": 3, "activation": "identity"},
        {"kind": "conv1d", "id": "b", "units": 2, "activation": "identity"},
        FLAT,
        data="wine",
        skips=[{"source": "input", "target": "b"}, {"source": "a", "target": "output"}],
    )
    program, flat, buffers, x = built(document)
    t = program.layout.views(flat)
    a = functional.conv1d(x.unsqueeze(1), t["a.weight"], t["a.bias"], padding=1)
    seen = a + functional.linear(x, t["b.skip-input"]).view(B, 3, 13)
    b = functional.conv1d(seen, t["b.weight"], t["b.bias"], padding=1).flatten(1)
    expected = functional.linear(
        b + functional.linear(a.flatten(1), t["output.skip-a"]),
        t["output.weight"],
        t["output.bias"],
    )
    found = program.forward(flat, x, buffers).activations[-1]
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)


def test_first_weights_reckon_with_an_activation_layer_behind():
    """What a layer's values go through decides, be it its own activation or one behind a norm."""
    own = spec({"kind": "dense", "id": "d", "units": 9, "activation": "relu"}, data="wine")
    behind = spec(
        {"kind": "dense", "id": "d", "units": 9, "activation": "identity"},
        {"kind": "batch_norm", "id": "n"},
        {"kind": "activation", "id": "r", "activation": "relu"},
        data="wine",
    )
    one, two = (
        program.layout.views(program.init(3))["d.weight"]
        for program in map(Program.build, (own, behind))
    )
    assert torch.equal(one, two)
