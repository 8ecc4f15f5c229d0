"""The arithmetic of the dense backend: one compiled loop for every dense net.

Sizes and kinds are data, so one compilation serves all. Rows lie along the batch, which the
compiler turns into vector instructions; a batch is filled up to a multiple of LANES columns with
copies of its last sample, whose share of the gradient is 0. What the compiler may reorder leaves
NaN and infinity what they are, since a run that diverges is found by them; for the same reason no
comparison here may drop a NaN.

All of a step is in one file, long as it is: numba's cache notices a change of the file of the
function that is compiled, and of no other (`score_kernel` uses some of this, and sees to it itself).
The rows of the spec's tables have these numbers too, and tests hold them equal.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np

from playground.spec.activations import LEAK

LANES = 8
"""Columns are filled up to this: one vector of float32 on a machine with AVX2."""

REORDER = {"reassoc", "contract", "nsz", "arcp"}
"""What the compiler may assume. Not `nnan`, not `ninf`."""

IDENTITY, RELU, LEAKY_RELU, ELU, GELU, SILU, TANH, SIGMOID, SOFTPLUS, SINE = range(10)
BINARY_CROSS_ENTROPY, CROSS_ENTROPY, MSE, HUBER = range(4)
SGD, ADAM, ADAMW, RMSPROP = range(4)

F32 = np.float32
ONE, HALF, ZERO = F32(1), F32(0.5), F32(0)
SLOPE = F32(LEAK)
SMALLEST_SQUARES, LARGEST_SQUARES = F32(1e-30), F32(3e38)
"""Between these a sum of squares has lost nothing that float32 could not hold."""
INVERSE_ROOT_2 = F32(1 / math.sqrt(2))
INVERSE_ROOT_2PI = F32(1 / math.sqrt(2 * math.pi))

SIGNATURE = (
    "int64(int64[::1], int64[::1], int64, float32, int64, float64[::1], float32, float32,"
    " float32[:,::1], float32[:,::1], int64[::1], int64[::1], float64[::1], int64,"
    " float32[::1], float32[::1], float32[::1], float32[::1], float64[::1], float64[:,::1])"
)

UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""For what only compiled code calls: wrappers for other callers take a fifth of the compiling."""

njit = numba.njit(fastmath=REORDER, error_model="numpy", **UNWRAPPED)
within = numba.njit(fastmath=REORDER, error_model="numpy", forceinline=True, **UNWRAPPED)
"""For what each step calls once: a call with its arrays costs as much as a small layer."""


@njit
def _exp(x):
    """Return e^x for x ≤ 88 to about 1e-7 relative (Cephes `expf`); vectorizes, unlike libm's."""
    x = F32(88) if x > F32(88) else x
    x = F32(-87) if x < F32(-87) else x
    n = np.floor(x * F32(1.44269504) + HALF)
    r = x - n * F32(0.693359375) + n * F32(2.12194440e-4)
    p = (F32(1.9875691500e-4) * r + F32(1.3981999507e-3)) * r + F32(8.3334519073e-3)
    p = ((p * r + F32(4.1665795894e-2)) * r + F32(1.6666665459e-1)) * r + F32(5.0000001201e-1)
    scale = F32(np.int32((np.int32(n) + np.int32(127)) << np.int32(23)).view(np.float32))
    return (p * r * r + r + ONE) * scale


@njit
def _tanh(z):
    """Return tanh(z) to about 3e-7 (the rational approximation of Eigen's `ptanh`).

    Exactly ±1 beyond 7.9, so that a unit in saturation has slope 0 here as it has in torch.
    """
    c = F32(7.90531110763549805)
    s = z * z
    p = (F32(-2.76076847742355e-16) * s + F32(2.00018790482477e-13)) * s - F32(8.60467152213735e-11)
    p = ((p * s + F32(5.12229709037114e-08)) * s + F32(1.48572235717979e-05)) * s
    p = (p + F32(6.37261928875436e-04)) * s + F32(4.89352455891786e-03)
    q = (F32(1.19825839466702e-06) * s + F32(1.18534705686654e-04)) * s + F32(2.26843463243900e-03)
    q = q * s + F32(4.89352518554385e-03)
    inside = z * p / q
    return ONE if z > c else (-ONE if z < -c else inside)


@njit
def _erf(x):
    """Return erf(x) to about 2e-7 (Abramowitz and Stegun 7.1.26)."""
    t = ONE / (ONE + F32(0.3275911) * abs(x))
    p = (F32(1.061405429) * t - F32(1.453152027)) * t + F32(1.421413741)
    p = (p * t - F32(0.284496736)) * t + F32(0.254829592)
    beyond = p * t * _exp(-x * x)
    return ONE - beyond if x > ZERO else beyond - ONE


@njit
def _sigmoid(x):
    return ONE / (ONE + _exp(-x))


@njit
def _log_1p_exp(x):
    """Return softplus(x), without overflow: log(1 + e) as 2 artanh(e / (2 + e)), a series of at most ⅓."""
    e = _exp(-abs(x))
    t = e / (e + F32(2))
    s = t * t
    p = ((F32(2 / 15) * s + F32(2 / 13)) * s + F32(2 / 11)) * s + F32(2 / 9)
    p = ((p * s + F32(2 / 7)) * s + F32(2 / 5)) * s + F32(2 / 3)
    return (x if x > ZERO else ZERO) + (p * s + F32(2)) * t


@njit
def activate(kind, z, slope, width):
    """Replace the pre-activations z by activations, and write their derivatives to `slope` [B]."""
    if kind in (RELU, LEAKY_RELU):
        leak = ZERO if kind == RELU else SLOPE
        for b in range(width):
            slope[b] = leak if z[b] <= ZERO else ONE
            z[b] *= slope[b]
    elif kind == ELU:
        for b in range(width):
            below = _exp(z[b]) - ONE
            slope[b] = ONE if z[b] > ZERO else below + ONE
            z[b] = z[b] if z[b] > ZERO else below
    elif kind == GELU:
        for b in range(width):
            part = HALF * (ONE + _erf(z[b] * INVERSE_ROOT_2))
            slope[b] = part + z[b] * INVERSE_ROOT_2PI * _exp(-HALF * z[b] * z[b])
            z[b] *= part
    elif kind == SILU:
        for b in range(width):
            part = _sigmoid(z[b])
            slope[b] = part * (ONE + z[b] * (ONE - part))
            z[b] *= part
    elif kind == TANH:
        for b in range(width):
            z[b] = _tanh(z[b])
            slope[b] = ONE - z[b] * z[b]
    elif kind == SIGMOID:
        for b in range(width):
            z[b] = _sigmoid(z[b])
            slope[b] = z[b] * (ONE - z[b])
    elif kind == SOFTPLUS:
        for b in range(width):
            slope[b] = _sigmoid(z[b])
            z[b] = _log_1p_exp(z[b])
    elif kind == SINE:
        for b in range(width):
            slope[b] = np.cos(z[b])
            z[b] = np.sin(z[b])
    else:
        slope[:width] = ONE


@njit
def differentiate(kind, delta, outputs, targets, slopes, batch, width):
    """Return the mean loss, and write its derivative by the pre-activations into `slopes` [O, B].

    `slopes` comes holding the output activation's own. Columns from `batch` on are filling: they
    get no share.
    """
    count = len(outputs)
    scale = ONE / F32(batch if kind <= CROSS_ENTROPY else batch * count)
    total = 0.0
    if kind == CROSS_ENTROPY:
        total = _cross_entropy(outputs, targets, slopes, batch, scale)
    else:
        for o in range(count):
            for b in range(batch):
                z, y = outputs[o, b], targets[o, b]
                d = z - y
                if kind == BINARY_CROSS_ENTROPY:
                    total += _log_1p_exp(z) - y * z
                    d = _sigmoid(z) - y
                elif kind == MSE:
                    total += d * d
                    d = d + d
                elif abs(d) > delta:
                    total += delta * (abs(d) - HALF * delta)
                    d = delta if d > ZERO else -delta
                else:
                    total += HALF * d * d
                slopes[o, b] *= scale * d
    for o in range(count):
        for b in range(batch, width):
            slopes[o, b] = ZERO
    # In float32, so that the loss overflows at the step at which torch's does.
    return F32(total) * scale


@njit
def _cross_entropy(outputs, targets, slopes, batch, scale):
    """Return −log softmax(z)[y], summed; targets are one-hot."""
    total = 0.0
    count = len(outputs)
    for b in range(batch):
        highest = outputs[0, b]
        for o in range(1, count):
            highest = outputs[o, b] if outputs[o, b] > highest else highest
        mass = ZERO
        for o in range(count):
            mass += _exp(outputs[o, b] - highest)
        for o in range(count):
            away = outputs[o, b] - highest
            # Not a product: 0 times another class's infinity would be NaN.
            total += math.log(mass) - away if targets[o, b] > ZERO else 0.0
            slopes[o, b] *= scale * (_exp(away) / mass - targets[o, b])
    return total


@njit
def _combine(weights, first, across, along, rows, inputs, outputs, width):
    """Add to outputs[r] the sum Σ_i weights[first + r·across + i·along] · inputs[i], four i at a time."""
    count = len(inputs)
    for r in range(rows):
        out = outputs[r]
        w = first + r * across
        i = 0
        while i + 4 <= count:
            w0, w1 = weights[w], weights[w + along]
            w2, w3 = weights[w + 2 * along], weights[w + 3 * along]
            in0, in1, in2, in3 = inputs[i], inputs[i + 1], inputs[i + 2], inputs[i + 3]
            for b in range(width):
                out[b] += w0 * in0[b] + w1 * in1[b] + w2 * in2[b] + w3 * in3[b]
            w += 4 * along
            i += 4
        while i < count:
            w0, in0 = weights[w], inputs[i]
            for b in range(width):
                out[b] += w0 * in0[b]
            w += along
            i += 1


@njit
def forward(sizes, kinds, flat, values, slopes, width):
    """Fill in activations and their derivatives [units, B]; row 0 to sizes[0] of `values` is the input."""
    top = 0
    place = 0
    for layer in range(len(kinds)):
        inputs, units = sizes[layer], sizes[layer + 1]
        below, here = values[top : top + inputs], values[top + inputs : top + inputs + units]
        biases = place + units * inputs
        for u in range(units):
            here[u, :width] = flat[biases + u]
        _combine(flat, place, inputs, 1, units, below, here, width)
        slope = slopes[top + inputs : top + inputs + units]
        if width == values.shape[1]:
            # The rows of a layer are one: a call for each unit costs a third of a small net's step.
            activate(kinds[layer], here.reshape(-1), slope.reshape(-1), units * width)
        else:
            for u in range(units):
                activate(kinds[layer], here[u], slope[u], width)
        top += inputs
        place = biases + units


@njit
def _backward(sizes, flat, values, slopes, back, gradient, squares, width):
    """Write, from the output's deltas in `slopes`, every layer's deltas there, and the gradient.

    `squares[1 + layer]` becomes the sum of the squares of the layer's: it costs least as they are made.
    """
    top = len(values)
    place = len(flat)
    for layer in range(len(sizes) - 2, -1, -1):
        inputs, units = sizes[layer], sizes[layer + 1]
        top -= units
        place -= units * inputs + units
        deltas, below = slopes[top : top + units], values[top - inputs : top]
        square = ZERO
        for u in range(units):
            delta = deltas[u]
            total = ZERO
            for b in range(width):
                total += delta[b]
            gradient[place + units * inputs + u] = total
            square += total * total
            for i in range(inputs):
                signal = below[i]
                total = ZERO
                for b in range(width):
                    total += delta[b] * signal[b]
                gradient[place + u * inputs + i] = total
                square += total * total
        squares[1 + layer] = square
        if layer > 0:
            back[:inputs, :width] = ZERO
            _combine(flat, place, 1, inputs, inputs, deltas, back, width)
            for i in range(inputs):
                slope, share = slopes[top - inputs + i], back[i]
                for b in range(width):
                    slope[b] *= share[b]


@njit
def _penalize(sizes, flat, l1, l2, gradient):
    """Add the gradient of l1 Σ|w| + l2/2 Σw² over the weights."""
    place = 0
    for layer in range(len(sizes) - 1):
        count = sizes[layer] * sizes[layer + 1]
        for j in range(place, place + count):
            gradient[j] += l1 * np.sign(flat[j]) + l2 * flat[j]
        place += count + sizes[layer + 1]


@njit
def _update(kind, hyper, rate, updates, old, new, gradient):
    """Write new parameters and state, rows of `new` [3, P], from those of `old` by optimizer kind."""
    first, second = F32(hyper[0]), F32(hyper[1])
    epsilon = F32(hyper[2])
    step = F32(rate)
    p, m, v = old
    new_p, new_m, new_v = new
    if kind == SGD:
        ahead = F32(rate * hyper[1])
        direct = step if hyper[1] != 0 else ZERO
        along = ahead if hyper[1] != 0 else step
        for j in range(len(gradient)):
            new_m[j] = first * m[j] + gradient[j]
            new_v[j] = ZERO
            new_p[j] = p[j] - direct * gradient[j] - along * new_m[j]
    elif kind == RMSPROP:
        rest = F32(1 - hyper[0])
        for j in range(len(gradient)):
            g = gradient[j]
            new_m[j] = first * m[j] + rest * g * g
            new_v[j] = second * v[j] + g / (np.sqrt(new_m[j]) + epsilon)
            new_p[j] = p[j] - step * new_v[j]
    else:
        keep = F32(1 - rate * hyper[3])
        size = F32(rate / (1 - hyper[0] ** (updates + 1)))
        root = F32(1 / np.sqrt(1 - hyper[1] ** (updates + 1)))
        rest_1, rest_2 = F32(1 - hyper[0]), F32(1 - hyper[1])
        for j in range(len(gradient)):
            g = gradient[j]
            new_m[j] = m[j] + rest_1 * (g - m[j])
            new_v[j] = second * v[j] + rest_2 * g * g
            new_p[j] = keep * p[j] - size * new_m[j] / (np.sqrt(new_v[j]) * root + epsilon)


@njit
def _finite(new):
    """Tell whether all is finite: an infinity or NaN, times 0, makes the sum NaN.

    That of the gradient is in what each optimizer remembers of it, row 1.
    """
    total = ZERO
    for j in range(new.shape[1]):
        total += new[0, j] * ZERO + new[1, j] * ZERO + new[2, j] * ZERO
    return total == ZERO


@njit
def _squares(gradient, first, end):
    """Return the sum of the gradient's squares there, where float32 cannot hold them."""
    total = 0.0
    for j in range(first, end):
        total += np.float64(gradient[j]) * np.float64(gradient[j])
    return total


@within
def _record(sizes, loss, gradient, squares, stale, bucket):
    """Add this step's loss, and each layer's gradient norm, to their sum, minimum and maximum.

    Columns of the bucket [3, N] are the loss, the layers, and filling up to a whole vector. `stale`
    squares are of a gradient that has changed since.
    """
    place = 0
    for layer in range(len(sizes) - 1):
        end = place + (sizes[layer] + 1) * sizes[layer + 1]
        if stale or not (SMALLEST_SQUARES < squares[1 + layer] < LARGEST_SQUARES):
            squares[1 + layer] = _squares(gradient, place, end)
        place = end
    total, lowest, highest = bucket[0], bucket[1], bucket[2]
    for first in range(0, len(squares), LANES):
        for r in range(first, first + LANES):
            squares[r] = np.sqrt(squares[r])
        if first == 0:
            squares[0] = loss
        for r in range(first, first + LANES):
            value = squares[r]
            total[r] += value
            lowest[r] = value if value < lowest[r] else lowest[r]
            highest[r] = value if value > highest[r] else highest[r]


@njit
def _gather(table, rows, into, width):
    """Copy columns `rows` of the table, then the last one up to the width."""
    last = len(rows) - 1
    for f in range(len(table)):
        source, target = table[f], into[f]
        for b in range(width):
            target[b] = source[rows[min(b, last)]]


@numba.njit(fastmath=REORDER, error_model="numpy", cache=True)
def steps(
    sizes, kinds, loss_kind, delta, optimizer_kind, hyper, l1, l2,
    x_FN, targets_ON, indices, starts, rates, updates,
    parameters, state_m, state_v, gradient, loss_out, bucket,
):  # fmt: skip
    """Make the steps in place until one is not finite; return how many were made.

    `gradient` and `loss_out[0]` are those of the last step computed; the steps made are added to
    the bucket. `rates` float64, one a step;
    its length is the number of steps, and none (but one batch) computes a gradient only.
    """
    widest = LANES * ((np.max(starts[1:] - starts[:-1]) + LANES - 1) // LANES)
    rows = np.sum(sizes)
    values = np.empty((rows, widest), np.float32)
    slopes = np.empty((rows, widest), np.float32)
    back = np.empty((np.max(sizes), widest), np.float32)
    goal = np.empty((sizes[-1], widest), np.float32)
    new = np.empty((3, len(parameters)), np.float32)
    old = (parameters, state_m, state_v)
    squares = np.zeros(bucket.shape[1])
    penalized = l1 != 0 or l2 != 0
    output = rows - sizes[-1]
    for step in range(len(starts) - 1):
        batch = indices[starts[step] : starts[step + 1]]
        width = LANES * ((len(batch) + LANES - 1) // LANES)
        _gather(x_FN, batch, values, width)
        _gather(targets_ON, batch, goal, width)
        forward(sizes, kinds, parameters, values, slopes, width)
        loss = differentiate(
            loss_kind, delta, values[output:], goal, slopes[output:], len(batch), width
        )
        loss_out[0] = loss
        _backward(sizes, parameters, values, slopes, back, gradient, squares, width)
        if penalized:
            _penalize(sizes, parameters, l1, l2, gradient)
        if step == len(rates):
            return step
        _update(
            optimizer_kind,
            hyper,
            rates[step],
            updates + step,
            old,
            (new[0], new[1], new[2]),
            gradient,
        )
        if not (np.isfinite(loss) and _finite(new)):
            return step
        _record(sizes, loss, gradient, squares, penalized, bucket)
        for j in range(len(parameters)):
            parameters[j], state_m[j], state_v[j] = new[0, j], new[1, j], new[2, j]
    return len(starts) - 1
