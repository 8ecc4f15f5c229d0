"""What each lesson claims, trained over five seeds of weights and data.

Bounds are those that hold on every seed with a margin; where they are weaker than the first
statement of a claim, the lesson's text says what is true.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from torch.nn import functional

from playground.lessons import lessons
from playground.nn.activations import activate
from playground.spec.project import parse
from playground.train.schedules import rates
from support.training import SEEDS, prepared, session, trained

pytestmark = pytest.mark.parametrize("seed", SEEDS)


def test_xor(seed):
    assert trained(session("xor/linear"), seed, 2000).accuracy("test") <= 0.75
    assert trained(session("xor/hidden"), seed, 4000).accuracy("test") >= 0.95


def test_xor_corners(seed):
    """On the four corners alone a line is never right on all of them."""
    corners = parse(
        {
            "data": {
                "dataset": "painted",
                "painted": [[3, 3, 1], [-3, -3, 1], [3, -3, 0], [-3, 3, 0]],
            },
            "network": {"layers": []},
            "training": {"learning_rate": 0.03},
        }
    )
    assert trained(corners, seed, 1000).accuracy("train") <= 0.75
    hidden = corners.model_copy(update={"network": session("xor/hidden").network})
    assert trained(hidden, seed, 1000).accuracy("train") == 1


def test_regression(seed):
    variance = (0.4 * session("regression/right").data.noise) ** 2
    right = trained(session("regression/right"), seed, 8000).mean_squared_error("test")
    assert right < 1.6 * variance
    assert trained(session("regression/linear"), seed, 8000).mean_squared_error("test") > (
        5 * variance
    )
    assert trained(session("regression/narrow"), seed, 8000).mean_squared_error("test") > right


def test_composition(seed):
    deep = trained(session("composition/identity"), seed, 2000)
    weights = deep.weights()
    product, shift = torch.eye(2), torch.zeros(2)
    for shape in deep.program.shapes:
        matrix = weights[f"{shape.id}.weight"]
        product, shift = matrix @ product, matrix @ shift + weights[f"{shape.id}.bias"]
    x, _ = deep.inputs("train")
    found = deep.trace(x).activations[-1]
    torch.testing.assert_close(found, x @ product.T + shift, rtol=1e-5, atol=1e-5)
    bent = trained(session("composition/tanh"), seed, 2000)
    assert bent.accuracy("test") > deep.accuracy("test") + 0.05


def test_two_by_two(seed):
    """What the page draws of a unit is tanh of the numbers that it shows."""
    run = trained(session("two-by-two/map"), seed, 500)
    x, _ = run.inputs("train")
    weights = run.weights()
    expected = torch.tanh(x @ weights["h1.weight"].T + weights["h1.bias"])
    torch.testing.assert_close(run.trace(x).activations[0], expected)


def test_loss(seed):
    squared = trained(session("loss/mse"), seed, 1000)
    x, labels = squared.inputs("train")
    outputs = squared.trace(x).activations[-1][:, 0]
    assert squared.loss("train") == pytest.approx(float((outputs - (2 * labels - 1)).pow(2).mean()))
    softmax = trained(session("loss/cross-entropy"), seed, 1000)
    x, labels = softmax.inputs("train")
    outputs = softmax.trace(x).activations[-1]
    likelihood = (outputs.exp() / outputs.exp().sum(dim=1, keepdim=True))[range(len(x)), labels]
    assert softmax.loss("train") == pytest.approx(float(-likelihood.log().mean()), rel=1e-5)


def test_two_parameters(seed):
    both, head = session("two-parameters/both"), session("two-parameters/head")
    *extractor, last = both.shapes
    assert sum(shape.parameters for shape in extractor) == 192
    assert last.parameters == 13
    frozen = trained(head, seed, 1000)
    assert frozen.accuracy("train") < 0.85
    assert trained(both, seed, 3000).accuracy("train") > 0.95
    first = prepared(head, seed).weights()
    assert torch.equal(frozen.weights()["h2.weight"], first["h2.weight"])


def test_features(seed):
    """How well a linear classifier tells the spirals apart from what each layer knows."""
    run = trained(session("features/deep"), seed, 8000)
    (x, labels), (test_x, test_labels) = run.inputs("train"), run.inputs("test")
    scores = [
        LogisticRegression(max_iter=2000).fit(known, labels).score(test_known, test_labels)
        for known, test_known in zip(
            (x, *run.trace(x).activations[:-1]),
            (test_x, *run.trace(test_x).activations[:-1]),
            strict=True,
        )
    ]
    assert scores[0] < 0.7
    assert scores[-1] > 0.95
    assert max(scores[:2]) + 0.1 < min(scores[-2:])


def best_unit(activations, labels):
    """Accuracy of the one unit that tells the classes best by a threshold."""
    best = 0.0
    for values in activations.T:
        right = labels[values.argsort()].float()
        # Below the threshold class 0 and above it class 1, for every place of the threshold.
        below = torch.cumsum(1 - right, dim=0) + right.sum() - torch.cumsum(right, dim=0)
        best = max(best, float(torch.maximum(below, len(right) - below).max()) / len(right))
    return best


def test_deep_extract(seed):
    run = trained(session("deep-extract/six"), seed, 8000)
    x, labels = run.inputs("test")
    scores = [best_unit(layer, labels) for layer in run.trace(x).activations[:-1]]
    assert scores[0] < 0.75
    assert scores[-1] > 0.9
    assert scores[-1] > scores[0] + 0.2


def test_brain_wiring(seed):
    sparse = session("brain-wiring/sparse")
    run = prepared(sparse, seed)
    there = run.weights()["h2.weight"] != 0
    run.advance(600)
    assert torch.equal(run.weights()["h2.weight"] != 0, there)
    assert there.sum() == round(0.05 * 24 * 24)
    full = trained(session("brain-wiring/full"), seed, 600)
    assert full.loss("train") < run.loss("train")


def test_all_weights(seed):
    run = prepared(session("all-weights/some"), seed)
    before = {key: value.clone() for key, value in run.weights().items()}
    run.advance(1000)
    after = run.weights()
    assert torch.equal(before["h1.weight"], after["h1.weight"])
    assert torch.equal(before["h2.weight"][0], after["h2.weight"][0])
    assert before["h2.weight"][1, 2] == after["h2.weight"][1, 2]
    plain = prepared(session("all-weights/all"), seed)
    first, gradient = plain.state.parameters.clone(), plain.trainer.gradient_at(plain.state)
    plain.advance(1)
    moved = plain.state.parameters != first
    # A gradient may be too small to change a float: a part in 2²⁴ of the parameter.
    felt = (0.03 * gradient).abs() > first.abs() * 2**-23
    assert moved[felt].all()
    assert felt.float().mean() > 0.9


def unit(values):
    centered = values.reshape(-1) - values.mean()
    return centered / np.linalg.norm(centered)


def oriented():
    """In eight directions the plane of an edge (odd) and a bar (even), an orthonormal pair each."""
    place = np.mgrid[:5, :5] - 2.0
    window = np.exp(-(place**2).sum(axis=0) / (2 * 1.5**2))
    pairs = []
    for angle in np.arange(8) * np.pi / 8:
        across = np.cos(angle) * place[1] + np.sin(angle) * place[0]
        templates = np.stack([unit(across * window), unit((across**2 - 1.5) * window)])
        pairs.append(np.linalg.qr(templates.T)[0])
    return pairs


ORIENTED = oriented()


def likeness(kernel):
    """The part of a kernel's contrast that is an edge or a bar of one direction, 0 to 1."""
    return max(np.linalg.norm(unit(kernel) @ pair) for pair in ORIENTED)


CHANCE = np.quantile(
    [likeness(kernel) for kernel in np.random.default_rng(0).normal(size=(2000, 25))], 0.95
)


def test_cnn(seed):
    convolutions, dense = session("cnn/cnn"), session("cnn/mlp")
    assert abs(convolutions.parameter_count - dense.parameter_count) < 0.05 * dense.parameter_count
    run = prepared(convolutions, seed)
    before = [likeness(kernel) for kernel in run.weights()["c1.weight"].numpy()]
    run.advance(600)
    after = [likeness(kernel) for kernel in run.weights()["c1.weight"].numpy()]
    assert np.mean(after) > np.mean(before) + 0.1
    assert sum(value > CHANCE for value in after) >= 3
    assert run.accuracy("test") > 0.95
    assert trained(dense, seed, 600).accuracy("test") < 0.85


def test_depth(seed):
    sizes = [session(f"depth/{name}").parameter_count for name in ("one", "three", "six")]
    assert max(sizes) < 1.05 * min(sizes)
    early = [
        trained(session(f"depth/{name}"), seed, 2000).accuracy("test")
        for name in ("one", "three", "six")
    ]
    assert min(early[1:]) > early[0] + 0.05
    assert trained(session("depth/one"), seed, 10_000).accuracy("test") > 0.95


def ratio(name, seed, first, last):
    norms = prepared(session(name), seed).gradient_norms()
    return norms[first] / norms[last]


def test_vanishing(seed):
    assert ratio("vanishing/sigmoid", seed, "h1", "h10") < 1e-3
    assert ratio("vanishing/relu", seed, "h1", "h10") > 0.05
    assert ratio("vanishing/tanh", seed, "h1", "h10") > 0.1
    assert activate("sigmoid", torch.tensor(0.0)).item() == 0.5


def test_dying_relu(seed):
    run = trained(session("dying-relu/dead"), seed, 500)
    x, _ = run.inputs("train")
    weights = run.weights()
    dead = (functional.linear(x, weights["h1.weight"], weights["h1.bias"]) <= 0).all(dim=0)
    assert dead.sum() >= 2
    before = weights["h1.weight"][dead].clone()
    run.advance(500)
    assert torch.equal(run.weights()["h1.weight"][dead], before)
    alive = trained(session("dying-relu/alive"), seed, 500)
    assert not (alive.trace(x).activations[0] <= 0).all(dim=0).any()
    leaky = prepared(session("dying-relu/leaky"), seed)
    first = leaky.weights()["h1.weight"].clone()
    leaky.advance(100)
    assert (leaky.weights()["h1.weight"] != first).any(dim=1).all()


def test_batch_norm(seed):
    without, with_norm = session("batch-norm/without"), session("batch-norm/with")
    plain = prepared(without, seed).advance(400)
    assert plain.diverged or plain.loss("train") > 0.6
    normed = prepared(with_norm, seed)
    assert normed.accuracy("train") < 0.95
    assert normed.advance(400).loss("train") < 0.25
    x, _ = normed.inputs("train")
    with torch.no_grad():
        trace = normed.program.forward(
            normed.state.parameters, x, normed.state.buffers, training=True
        )
    weights = normed.weights()
    values = (trace.activations[1] - weights["n1.bias"]) / weights["n1.weight"]
    torch.testing.assert_close(values.var(dim=0), torch.ones(10), rtol=0.02, atol=0.02)


def gap(name, seed):
    run = trained(session(f"dropout/{name}"), seed, 1200)
    return run.loss("test") - run.loss("train"), run


def test_dropout(seed):
    (without, _), (with_half, run) = gap("none", seed), gap("half", seed)
    assert with_half < without
    x, _ = run.inputs("test")
    assert torch.equal(run.trace(x).activations[-1], run.trace(x).activations[-1])


def norm_and_near_zeros(spec, seed):
    weights = trained(spec, seed, 5000).weights()
    joined = torch.cat([w.flatten() for key, w in weights.items() if key.endswith("weight")])
    return float(joined.norm()), float((joined.abs() < 0.01).float().mean())


def test_regularization(seed):
    base = session("regularization/none")
    norms = []
    for rate in (0.0, 0.001, 0.01, 0.1):
        training = base.training.model_copy(update={"l2": rate})
        norms.append(norm_and_near_zeros(base.model_copy(update={"training": training}), seed)[0])
    assert norms == sorted(norms, reverse=True)
    _, zeros_l1 = norm_and_near_zeros(session("regularization/l1"), seed)
    _, zeros_l2 = norm_and_near_zeros(session("regularization/l2"), seed)
    assert zeros_l1 > 0.5 > 0.2 > zeros_l2


def test_skip(seed):
    plain, skips = (session(f"skip/{name}") for name in ("plain", "skips"))
    assert len(plain.shapes) == len(skips.shapes) == 21
    assert ratio("skip/skips", seed, "first", "last") > (
        100 * ratio("skip/plain", seed, "first", "last")
    )
    assert trained(skips, seed, 500).loss("train") < trained(plain, seed, 500).loss("train") - 0.01


def test_sgd(seed):
    """Batches of an epoch average to the full gradient; the variance falls as one over the size."""
    run = prepared(session("sgd/full"), seed).advance(50)
    x, labels = run.inputs("train")
    leaf = run.state.parameters.clone().requires_grad_()

    def gradient(rows):
        outputs = run.program.forward(leaf, x[rows]).activations[-1]
        value = functional.binary_cross_entropy_with_logits(outputs[:, 0], labels[rows].float())
        return torch.autograd.grad(value, leaf)[0]

    full = gradient(slice(None))
    singles = torch.stack([gradient([row]) for row in range(len(x))])
    torch.testing.assert_close(singles.mean(dim=0), full, rtol=1e-3, atol=1e-5)
    generator = torch.Generator().manual_seed(seed)

    def variance(size, draws=4000):
        rows = torch.randint(len(x), (draws, size), generator=generator)
        return float((singles[rows].mean(dim=1) - full).square().sum(dim=1).mean())

    one, ten, thirty = variance(1), variance(10), variance(30)
    assert one / ten == pytest.approx(10, rel=0.15)
    assert one / thirty == pytest.approx(30, rel=0.15)


def excess(name, seed):
    """How far the loss lies above the best plane's, on average over the last 1,000 steps."""
    run = trained(session(f"learning-rate/{name}"), seed, 20_000)
    x, labels = run.inputs("train")
    design = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    best = design @ torch.linalg.lstsq(design, labels[:, None]).solution - labels[:, None]
    losses = [run.advance(50).mean_squared_error("train") for _ in range(20)]
    return float(np.mean(losses)) - float(best.square().mean())


def test_learning_rate(seed):
    constant, falling = excess("constant", seed), excess("falling", seed)
    assert falling < 0.2 * constant
    assert falling < 0.003


def test_scheduler(seed):
    """What the preview shows are the rates that training uses, step by step."""
    for name in ("cyclic", "restarts"):
        run = prepared(session(f"scheduler/{name}"), seed)
        previewed = rates(run.spec.training, 0, 1200)
        for step in range(0, 1200, 100):
            assert run.trainer.rate(run.state) == previewed[step]
            run.advance(100)
        assert (np.diff(previewed) > 0).any()
        assert (np.diff(previewed) < 0).any()


def test_adam(seed):
    finals = {
        name: trained(session(f"adam/{name}"), seed, 3000).loss("train")
        for name in ("sgd", "momentum", "adam")
    }
    assert finals["adam"] < finals["momentum"] < finals["sgd"]
    run = prepared(session("adam/adam"), seed)
    plain = run.state.parameters.clone().requires_grad_()
    reference = torch.optim.Adam([plain], lr=0.01)
    for _ in range(20):
        plain.grad = run.trainer.gradient_at(run.state)
        reference.step()
        run.advance(1)
    state = reference.state[plain]
    torch.testing.assert_close(run.state.optimizer_state["mean"], state["exp_avg"])
    torch.testing.assert_close(run.state.optimizer_state["square"], state["exp_avg_sq"])
    torch.testing.assert_close(run.state.parameters, plain.detach())


def test_every_lesson_has_its_claim(seed):
    claims = {name.removeprefix("test_").replace("_", "-") for name in globals()}
    assert {lesson.id for lesson in lessons()} <= claims
