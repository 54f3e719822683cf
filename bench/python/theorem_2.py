"""The check of spgd/theorem-2 with Hypothesis and NumPy: the baseline of `deno task bench`.

The same work as `theorems/spgd/theorem_2.ts`: the six families of least-squares problems of `problems/`
with the same dimensions and kinds of numbers, the geometry at the zero, four radii with the same
points, a step size and a quarter of it with four times the steps, stopping at rounding level, and both
forms of the bound judged along every run with the same tolerances. The runs of one step size are one
batch: NumPy takes its decompositions and products for all of them at once.

Prints one line of JSON: seconds with all phases of Hypothesis (`target` towards the tightness) and with
generation alone, and for each the instances that were checked and the steps of their runs.
"""

import argparse
import functools
import json
import math
import sys
import time

try:
    import numpy as np
    from hypothesis import HealthCheck, Phase, assume, given, seed, settings, target
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    print(
        f"{error.name} is missing: install it with `python3 -m pip install numpy hypothesis`",
        file=sys.stderr,
    )
    sys.exit(3)

UNIT_ROUNDOFF = 2.0**-53
LARGEST_DIMENSION = 12
LARGEST_CONDITION = 1e6


# Numbers, vectors and spectra: as problems/arbitraries.ts draws them. Strategies are made once.


def to_digits(x, digits):
    return float(f"{x:.{digits - 1}e}")


@functools.cache
def real_numbers(low=-10.0, high=10.0):
    """-1, 0, 1 or an end, an integer, a decimal of up to three digits, or a double."""

    def to_decimal(drawn):
        x, kind = drawn
        return min(max(to_digits(x / 10 ** (kind // 3), kind % 3 + 1), low), high)

    special = [min(max(x, low), high) for x in (0.0, 1.0, -1.0, low, high)]
    return st.one_of(
        st.sampled_from(special),
        st.integers(math.ceil(low), math.floor(high)).map(float),
        st.tuples(st.floats(low, high), st.integers(0, 8)).map(to_decimal),
        st.floats(low, high),
    )


@functools.cache
def magnitudes(low=1e-3, high=1e3):
    """A positive number, log-uniform, of one to three digits or of full precision."""

    def to_magnitude(drawn):
        x, digits = math.exp(drawn[0]), drawn[1]
        return min(max(to_digits(x, digits) if digits < 4 else x, low), high)

    exponents = st.floats(math.log(low), math.log(high))
    return st.tuples(exponents, st.integers(1, 4)).map(to_magnitude)


@functools.cache
def signed_magnitudes(low, high):
    return st.tuples(magnitudes(low, high), st.sampled_from([1, -1])).map(math.prod)


@functools.cache
def vectors(length, low=-10.0, high=10.0):
    return st.lists(real_numbers(low, high), min_size=length, max_size=length).map(np.array)


@functools.cache
def spectra(length, condition, low=1e-3, high=1e3):
    """Singular values within a condition number: repeated ones, gaps, few digits or many."""

    def to_spectrum(drawn):
        scale, ratio, digits, positions = drawn
        values = [
            to_digits(scale * ratio**position, 15 if position in (0, 1) else digits)
            for position in positions
        ]
        return np.clip(values, scale / condition, scale)

    position = st.one_of(st.just(0), st.just(1), real_numbers(0.0, 1.0))
    return st.tuples(
        magnitudes(low, high),
        magnitudes(1 / condition, 1.0),
        st.sampled_from([3, 15]),
        st.lists(position, min_size=length, max_size=length),
    ).map(to_spectrum)


@functools.cache
def deficiencies(largest):
    """By how much a rank falls short of the full one: by 0 half of the time."""
    return st.one_of(st.just(0), st.integers(0, largest))


@functools.cache
def orthogonal(n):
    """A product of up to two reflections."""

    def reflected(vectors):
        rows = np.eye(n)
        for v in vectors:
            length = v @ v
            if length > 0:
                rows = rows - np.outer(rows @ v, 2 * v / length)
        return rows

    return st.lists(vectors(n), max_size=2).map(reflected)


@functools.cache
def matrices(rows, columns, rank, condition, low=1e-3, high=1e3):
    spectrum = spectra(rank, condition, low, high)
    return st.tuples(orthogonal(rows), spectrum, orthogonal(columns)).map(
        lambda factors: (factors[0][:, :rank] * factors[1]) @ factors[2][:, :rank].T
    )


# Most problems have a dimension of up to 4 or up to 8, equally often, and a few up to 12.
largest_dimensions = st.sampled_from([4, 4, 4, 4, 8, 8, 8, 8, LARGEST_DIMENSION])


# Problems: F, its Jacobian and what bounds them. Points come in batches, of the shape (points, m).


def norms(x):
    return np.sqrt(np.einsum("...i,...i->...", x, x))


def spectral_norm(a):
    """The spectral norm of a matrix, or of each matrix of a batch."""
    return np.linalg.svd(a, compute_uv=False)[..., 0]


class Linear:
    """F(x) = A (x - z)."""

    def __init__(self, a, rank, zero):
        self.a, self.rank, self.zero = a, rank, zero
        self.norm = spectral_norm(a)

    def residual(self, x):
        return (x - self.zero) @ self.a.T

    def jacobian(self, x):
        return np.broadcast_to(self.a, (len(x), *self.a.shape))

    def lipschitz(self, radius):
        return 0.0

    def magnitude(self, x):
        terms = np.abs(x - self.zero) @ np.abs(self.a).T
        return norms(terms) + self.norm * (norms(x) + norms(self.zero))


class SeparableQuadratic:
    """F(x) = K d + S (d (2z + d)) / 2, d = x - z; S has one nonzero entry in a column at most."""

    def __init__(self, zero, curvatures, slopes=None):
        self.zero, self.s = zero, curvatures
        self.k = np.zeros_like(curvatures) if slopes is None else slopes
        self.rank = len(curvatures)
        self.constant = np.abs(curvatures).max()

    def residual(self, x):
        d = x - self.zero
        return d @ self.k.T + (d * (2 * self.zero + d)) @ (self.s.T / 2)

    def jacobian(self, x):
        return self.k + self.s * x[:, None, :]

    def lipschitz(self, radius):
        return self.constant

    def magnitude(self, x):
        d = np.abs(x - self.zero)
        squares = d * (np.abs(self.zero) + d / 2)
        terms = d @ np.abs(self.k).T + squares @ np.abs(self.s).T
        return norms(terms) + spectral_norm(self.jacobian(x)) * (norms(x) + norms(self.zero))


TANH_INFLECTION = math.atanh(1 / math.sqrt(3))


def largest_tanh_curvature(low, high):
    """The largest |tanh''| of each interval."""
    y = np.abs(np.tanh(np.stack([low, high])))
    ends = (2 * y * (1 - y) * (1 + y)).max(axis=0)
    peak = 4 / (3 * math.sqrt(3))
    inside = ((low < TANH_INFLECTION) & (TANH_INFLECTION < high)) | (
        (low < -TANH_INFLECTION) & (-TANH_INFLECTION < high)
    )
    return np.where(inside, peak, ends)


def largest_tanh_slope(low, high):
    nearest = np.where(low > 0, low, np.where(high < 0, high, 0))
    return 1 / np.cosh(nearest) ** 2


def tanh_difference(p, t):
    return np.tanh(t) * (1 - np.tanh(p) * np.tanh(p + t))


def largest_sine(low, high):
    crest = np.ceil(low / np.pi - 0.5) <= np.floor(high / np.pi - 0.5)
    return np.where(crest, 1, np.maximum(np.abs(np.sin(low)), np.abs(np.sin(high))))


# t -> g(p + t) - g(p) without cancellation, its derivative, the sum of its terms, and the largest
# second derivative over an interval; p is the curvature of a quadratic.
FUNCTIONS = {
    "identity": (
        lambda p, t: t,
        lambda p, t: np.ones_like(t),
        lambda p, t: np.abs(t),
        lambda p, low, high: np.zeros_like(low),
    ),
    "quadratic": (
        lambda p, t: t * (1 + p * t / 2),
        lambda p, t: 1 + p * t,
        lambda p, t: np.abs(t) * (1 + np.abs(p * t)),
        lambda p, low, high: np.abs(p),
    ),
    "tanh": (
        tanh_difference,
        lambda p, t: 1 - np.tanh(p + t) ** 2,
        lambda p, t: np.abs(np.tanh(t))
        * (1 + np.abs(np.tanh(p) * np.tanh(p + t)))
        * (1 + np.abs(p) + np.abs(t)),
        lambda p, low, high: largest_tanh_curvature(p + low, p + high),
    ),
    "sine": (
        lambda p, t: 2 * np.sin(t / 2) * np.cos(p + t / 2),
        lambda p, t: np.cos(p + t),
        lambda p, t: 2 * np.abs(np.sin(t / 2)) * (1 + np.abs(p) + np.abs(t)),
        lambda p, low, high: largest_sine(p + low, p + high),
    ),
    "exponential": (
        lambda p, t: np.exp(p) * np.expm1(t),
        lambda p, t: np.exp(p + t),
        lambda p, t: np.abs(np.tanh(t / 2))
        * (np.exp(p + t) + np.exp(p))
        * (1 + np.abs(p) + np.abs(t)),
        lambda p, low, high: np.exp(p + high),
    ),
    "logistic": (
        lambda p, t: tanh_difference(p / 2, t / 2) / 2,
        lambda p, t: (1 - np.tanh((p + t) / 2) ** 2) / 4,
        lambda p, t: np.abs(np.tanh(t / 2))
        / 2
        * (1 + np.abs(np.tanh(p / 2) * np.tanh((p + t) / 2)))
        * (1 + np.abs(p / 2) + np.abs(t / 2)),
        lambda p, low, high: largest_tanh_curvature((p + low) / 2, (p + high) / 2) / 8,
    ),
}


class Composition:
    """F(x) = B h(C (x - z)), h smooth functions of one variable each that vanish at 0."""

    def __init__(self, b, kinds, parameters, c, rank, zero):
        self.b, self.c, self.rank, self.zero = b, c, rank, zero
        self.groups = []
        for kind in dict.fromkeys(kinds):
            where = np.flatnonzero([other == kind for other in kinds])
            self.groups.append((FUNCTIONS[kind], where, parameters[where]))
        self.outer_norm, self.inner_norm = spectral_norm(b), spectral_norm(c)
        self.reach = norms(c)

    def each(self, part, *arguments):
        """One of the four parts of every function, at arguments of the shape (..., functions)."""
        result = np.empty_like(arguments[0])
        for rules, where, p in self.groups:
            result[..., where] = rules[part](p, *(a[..., where] for a in arguments))
        return result

    def residual(self, x):
        return self.each(0, (x - self.zero) @ self.c.T) @ self.b.T

    def jacobian(self, x):
        slopes = self.each(1, (x - self.zero) @ self.c.T)
        return (self.b * slopes[:, None, :]) @ self.c

    def lipschitz(self, radius):
        gamma = self.reach * self.each(3, -self.reach * radius, self.reach * radius)
        return min(
            spectral_norm(self.b * gamma) * self.inner_norm,
            self.outer_norm * spectral_norm(self.c * gamma[:, None]),
        )

    def magnitude(self, x):
        t = (x - self.zero) @ self.c.T
        terms = np.abs(x - self.zero) @ np.abs(self.c).T
        values = self.each(2, t) + np.abs(self.each(1, t)) * terms
        return norms(values @ np.abs(self.b).T) + spectral_norm(self.jacobian(x)) * (
            norms(x) + norms(self.zero)
        )


class Network:
    """F_i(x) = u(input_i; x) - u(input_i; z), u one hidden layer of tanh units."""

    def __init__(self, inputs, weights, biases, amplitudes):
        self.inputs = np.column_stack([inputs, np.ones(len(inputs))])
        self.h, self.d = weights.shape
        self.zero = np.concatenate([weights.ravel(), biases, amplitudes])
        self.rank = min(len(inputs), len(self.zero))
        self.star = self.pre_activations(self.zero[None])
        self.reach = norms(self.inputs)

    def amplitudes(self, x):
        return x[:, None, -self.h :]

    def pre_activations(self, x):
        """s = w x + b, of the shape (points, inputs, units)."""
        h, d = self.h, self.d
        first = np.concatenate(
            [x[:, : h * d].reshape(-1, h, d), x[:, h * d : h * d + h, None]], axis=2
        )
        return self.inputs @ first.transpose(0, 2, 1)

    def residual(self, x):
        d = x - self.zero
        by_amplitude = self.amplitudes(d) * np.tanh(self.pre_activations(x))
        by_activation = self.amplitudes(self.zero[None]) * tanh_difference(
            self.star, self.pre_activations(d)
        )
        return (by_amplitude + by_activation).sum(axis=2)

    def jacobian(self, x):
        values = np.tanh(self.pre_activations(x))
        slopes = self.amplitudes(x) * (1 - values**2)
        by_weight = slopes[:, :, :, None] * self.inputs[:, None, : self.d]
        return np.concatenate(
            [by_weight.reshape(len(x), len(self.inputs), -1), slopes, values], axis=2
        )

    def lipschitz(self, radius):
        xi = self.reach[:, None]
        low, high = self.star[0] - xi * radius, self.star[0] + xi * radius
        amplitudes = np.abs(self.zero[-self.h :]) + radius
        p = amplitudes * largest_tanh_curvature(low, high) * xi**2
        q = largest_tanh_slope(low, high) * xi
        return norms(((p + np.hypot(p, 2 * q)) / 2).max(axis=1))

    def magnitude(self, x):
        d = x - self.zero
        inputs = np.abs(self.inputs)
        value = np.abs(np.tanh(self.pre_activations(x)))
        star = np.abs(np.tanh(self.star))
        shift = (1 - value**2) * self.absolute(inputs, x)
        slope = 1 + star * value
        moved = np.abs(np.tanh(self.pre_activations(d)))
        terms = np.abs(self.amplitudes(d)) * (value + shift) + np.abs(
            self.amplitudes(self.zero[None])
        ) * (self.absolute(inputs, d) * slope + moved * (slope + shift))
        return norms(terms.sum(axis=2)) + spectral_norm(self.jacobian(x)) * (
            norms(x) + norms(self.zero)
        )

    def absolute(self, inputs, x):
        h, d = self.h, self.d
        first = np.concatenate(
            [x[:, : h * d].reshape(-1, h, d), x[:, h * d : h * d + h, None]], axis=2
        )
        return inputs @ np.abs(first).transpose(0, 2, 1)


# Instances, family by family.


@st.composite
def linear_problems(draw):
    largest = draw(largest_dimensions)
    rows, columns = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    rank = max(1, min(rows, columns) - draw(deficiencies(largest - 1)))
    return Linear(draw(matrices(rows, columns, rank, LARGEST_CONDITION)), rank, draw(vectors(columns)))


@st.composite
def spheres_problems(draw):
    largest = draw(largest_dimensions)
    shape = st.tuples(
        st.one_of([vectors(length) for length in range(1, min(4, largest) + 1)]),
        magnitudes(0.1, 10.0),
    )
    blocks, left = [], largest
    for direction, radius in draw(st.lists(shape, min_size=1, max_size=largest)):
        left -= len(direction)
        if left < 0:
            break
        if not direction.any():
            direction[0] = 1
        blocks.append(radius * direction / norms(direction))
    weights = draw(spectra(len(blocks), math.sqrt(LARGEST_CONDITION)))
    owner = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    curvatures = np.where(owner == np.arange(len(blocks))[:, None], 2 * weights[:, None], 0)
    return SeparableQuadratic(np.concatenate(blocks), curvatures)


@st.composite
def quadric_problems(draw):
    n = draw(st.integers(1, draw(largest_dimensions)))
    curvatures, zero = draw(vectors(n, -100.0, 100.0)), draw(vectors(n))
    # In the first coordinate neither may vanish, which keeps the gradient from vanishing.
    curvatures[0] = draw(signed_magnitudes(0.01, 100.0))
    zero[0] = draw(signed_magnitudes(0.01, 10.0))
    return SeparableQuadratic(zero, draw(magnitudes()) * curvatures[None])


@st.composite
def graph_problems(draw):
    largest = draw(largest_dimensions)
    outputs = draw(st.integers(1, largest - 1))
    inputs = min(draw(st.integers(1, largest - 1)), largest - outputs)
    weights = draw(spectra(outputs, math.sqrt(LARGEST_CONDITION)))[:, None]
    slopes = draw(vectors(outputs * inputs, -3.0, 3.0)).reshape(outputs, inputs)
    curvatures, x = draw(vectors(inputs, -30.0, 30.0)), draw(vectors(inputs, -3.0, 3.0))
    curved = np.where(np.arange(inputs) % outputs == np.arange(outputs)[:, None], curvatures, 0)
    y = slopes @ x + curved @ (x * x) / 2
    return SeparableQuadratic(
        np.concatenate([x, y]),
        -weights * np.hstack([curved, np.zeros((outputs, outputs))]),
        weights * np.hstack([-slopes, np.eye(outputs)]),
    )


smooth_functions = st.one_of(
    st.just(("identity", 0.0)),
    st.tuples(st.just("quadratic"), signed_magnitudes(0.01, 100.0)),
    st.tuples(st.sampled_from(["tanh", "sine", "exponential"]), real_numbers(-1.0, 1.0)),
    st.tuples(st.just("logistic"), real_numbers(-2.0, 2.0)),
)


@st.composite
def composition_problems(draw):
    largest = draw(largest_dimensions)
    lengths = st.integers(1, largest)
    residuals, parameters, width = draw(lengths), draw(lengths), draw(lengths)
    # B is injective, or C surjective: then the rank does not vary.
    surjective = draw(st.integers(0, 5)) == 0
    width = min(width, parameters if surjective else residuals)
    full = min(width, residuals if surjective else parameters)
    rank = max(1, full - draw(deficiencies(largest - 1)))
    factor = (math.sqrt(LARGEST_CONDITION), math.sqrt(1e-3), math.sqrt(1e3))
    outer = draw(matrices(residuals, width, rank if surjective else width, *factor))
    inner = draw(matrices(width, parameters, width if surjective else rank, *factor))
    functions = draw(st.lists(smooth_functions, min_size=width, max_size=width))
    kinds, at = zip(*functions)
    return Composition(outer, kinds, np.array(at), inner, rank, draw(vectors(parameters)))


@st.composite
def network_problems(draw):
    d = draw(st.integers(1, 3))
    n = draw(st.integers(0, LARGEST_DIMENSION))
    h = min(draw(st.integers(0, LARGEST_DIMENSION // 3)), LARGEST_DIMENSION // (d + 2))
    inputs = draw(vectors(n * d, -3.0, 3.0)).reshape(n, d) if n > 0 else np.zeros((1, d))
    if h == 0:
        return Network(inputs, np.zeros((1, d)), np.zeros(1), np.ones(1))
    weights, biases = draw(vectors(h * d, -2.0, 2.0)), draw(vectors(h, -2.0, 2.0))
    amplitudes = np.array(draw(st.lists(magnitudes(0.1, 10.0), min_size=h, max_size=h)))
    return Network(inputs, weights.reshape(h, d), biases, amplitudes)


problems = st.one_of(
    linear_problems(),
    spheres_problems(),
    quadric_problems(),
    graph_problems(),
    composition_problems(),
    network_problems(),
)
directions = st.one_of(vectors(2), vectors(3), vectors(7))
samples = st.lists(st.tuples(directions, directions), max_size=2)
step_fractions = st.one_of(st.sampled_from([1.0, 0.5, 0.1]), st.floats(1e-3, 1.0))


# The check.

RADII = 16.0 ** -np.arange(2, 6)
STEP_FACTORS = (1, 4)
TOLERANCE_FACTOR = 256
RESOLUTION = 0.01
PERSISTENCE = 3
DIVERGED = 1e20

counted = {"instances": 0, "steps": 0}


def decompose(a):
    return np.linalg.svd(a, full_matrices=False)


def unit(entries, length):
    vector = np.resize(entries, length)
    size = norms(vector)
    return vector / size if size > 0 else np.eye(length)[0]


def nearest_zeros(problem, points):
    """The limits of Gauss-Newton steps from each of the points."""
    points = points.copy()
    active = np.arange(len(points))
    first = previous = None
    for _ in range(60):
        x = points[active]
        residual = problem.residual(x)
        u, s, vt = decompose(problem.jacobian(x))
        r = problem.rank
        coordinates = np.einsum("pnr,pn->pr", u[:, :, :r], residual) / s[:, :r]
        correction = np.einsum("prm,pr->pm", vt[:, :r], coordinates)
        length = norms(correction)
        if first is None:
            first, previous = length, np.full(len(length), np.inf)
        stalled = (length >= previous / 2) & (
            norms(residual) <= 16 * UNIT_ROUNDOFF * problem.magnitude(x)
        )
        points[active[~stalled]] -= correction[~stalled]
        moves = ~stalled & (length > 2.0**-60 * first)
        active, first, previous = active[moves], first[moves], length[moves]
        if len(active) == 0:
            return points
    raise ArithmeticError("Gauss-Newton steps do not reach the zero set")


def starts(problem, radii, extreme, sampled):
    """Points within each radius of the zero, with the index of the radius."""
    zero, m = problem.zero, len(problem.zero)
    points = [(zero + radii[:, None, None] * extreme).reshape(-1, m)]
    level = [np.repeat(np.arange(len(radii)), len(extreme))]
    if sampled:
        along = np.array([unit(direction, m) for direction, _ in sampled])
        off = np.array([unit(direction, m) for _, direction in sampled])
        near = (zero + radii[:, None, None] / 2 * along).reshape(-1, m)
        targets = nearest_zeros(problem, near)
        _, _, vt = decompose(problem.jacobian(targets))
        vt = vt[:, : problem.rank]
        coordinates = np.einsum("prm,pm->pr", vt, np.tile(off, (len(radii), 1)))
        length = norms(coordinates)
        normal = np.einsum("prm,pr->pm", vt, coordinates)
        levels = np.repeat(np.arange(len(radii)), len(sampled))
        # A direction along the zero set has no normal part to speak of.
        kept = length >= 1e-6
        scale = radii[levels[kept]] / 2 / length[kept]
        points.append(targets[kept] + scale[:, None] * normal[kept])
        level.append(levels[kept])
    return np.concatenate(points), np.concatenate(level)


def residual_norms(problem, points, step_size, steps, floor):
    """The norms of F along the runs, one row a run; NaN after a run has stopped."""
    history = np.full((len(points), steps + 1), np.nan)
    active = np.arange(len(points))
    x = points
    r = problem.rank
    for t in range(steps + 1):
        residual = problem.residual(x)
        size = norms(residual)
        history[active, t] = size
        if t == steps:
            break
        if t > 0:
            goes_on = (size > floor[active]) & (size <= DIVERGED * history[active, 0])
            if not goes_on.all():
                active, x, residual = active[goes_on], x[goes_on], residual[goes_on]
        if len(active) == 0:
            break
        counted["steps"] += len(x)
        u, _, vt = decompose(problem.jacobian(x))
        coordinates = np.einsum("pnr,pn->pr", u[:, :, :r], residual)
        x = x - step_size * np.einsum("prm,pr->pm", vt[:, :r], coordinates)
    return history


def severity(excess, tolerance, resolved, ratio, rounded):
    """How much each relation says: violations first, then what is resolved, then by the ratio."""
    squashed = np.where(ratio > 0, ratio / (1 + np.abs(ratio)), 0)
    by_ratio = np.where(rounded, -1, np.where(resolved, 1 + squashed, squashed))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(excess > tolerance, 4 - tolerance / excess, by_ratio)


def judge(history, magnitude, rate, condition):
    """Judges f(x_t) <= rate^t f(x_0) at every t; for each run the relation that says most."""
    t = np.arange(1, history.shape[1])
    size, first = history[:, 1:], history[:, :1]
    start = first**2 / 2
    lhs = size**2 / 2
    power = rate[:, None] ** t
    rhs = power * start
    scale = (
        (1 + t) * (condition * lhs + size * magnitude[:, None])
        + power * first * magnitude[:, None]
        + t * rate[:, None] ** (t - 1) * start
    )
    larger = np.maximum(lhs, rhs)
    tolerance = TOLERANCE_FACTOR * UNIT_ROUNDOFF * np.maximum(scale, larger)
    resolved = tolerance <= RESOLUTION * (1 - power) * start
    excess = lhs - rhs
    with np.errstate(divide="ignore", invalid="ignore"):
        exponents = np.log(power) / np.log(lhs / start)
        quotients = lhs / rhs
    has_exponent = (power > 0) & (power < 1) & (lhs < start)
    rounded = ~has_exponent & (~resolved | (larger <= 10 * tolerance))
    ratio = np.where(has_exponent, np.where(lhs == 0, 0, exponents), quotients)
    says = severity(excess, tolerance, resolved, ratio, rounded)
    says[np.isnan(size)] = -np.inf
    run = np.arange(len(history))
    most = says.argmax(axis=1)
    return {
        "says": says[run, most],
        "violated": (excess > tolerance)[run, most],
        "resolved": resolved[run, most],
        "ratio": ratio[run, most],
        "excess": (excess / rhs)[run, most],
    }


def judge_radii(level, judged):
    """The status of one step size: what the smallest radii that are resolved agree on."""
    decided = []
    for radius in range(len(RADII) - 1, -1, -1):
        runs = np.flatnonzero(level == radius)
        worst = runs[judged["says"][runs].argmax()]
        if judged["violated"][worst] or judged["resolved"][worst]:
            decided.append(worst)
    decided = decided[:PERSISTENCE]
    if len(decided) < PERSISTENCE:
        return "undecided", None
    ratio = max(judged["ratio"][worst] for worst in decided)
    violations = sum(judged["violated"][worst] for worst in decided)
    if violations == 0:
        return "supported", ratio
    fades = judged["excess"][decided[0]] < judged["excess"][decided[-1]] / 2
    if violations < PERSISTENCE or fades:
        return "undecided", ratio
    return "violated", ratio


def check(problem, sampled, step_fraction, steps):
    """Theorem 2 on one instance; asserts it, and gives the tightness of each form to `target`."""
    zero = problem.zero[None]
    _, s, vt = decompose(problem.jacobian(zero)[0])
    rounding = 64 * max(len(problem.zero), problem.residual(zero).shape[1]) * UNIT_ROUNDOFF
    assume(s[problem.rank - 1] > max(rounding, 1 / LARGEST_CONDITION) * s[0])
    sigma_max, sigma_min = s[0], s[problem.rank - 1]
    # By Weyl's inequality the singular values move by at most L_J times the distance.
    radius = 1.0
    while problem.lipschitz(4 * radius) * 4 * radius > sigma_min / 2:
        radius /= 2
    ball = 4 * radius
    largest_step = 1 / (sigma_max + problem.lipschitz(ball) * ball)
    ends = vt[:1] if problem.rank == 1 else vt[[0, problem.rank - 1]]
    extreme = np.concatenate([ends, -ends])
    radii = radius * RADII
    points, level = starts(problem, radii, extreme, sampled)
    magnitude = problem.magnitude(points)
    floor = 64 * UNIT_ROUNDOFF * magnitude
    least = np.array([max(sigma_min - problem.lipschitz(4 * r) * 4 * r, 0) for r in radii])
    statuses = {"printed": [], "sharpened": []}
    for factor in STEP_FACTORS:
        step_size = step_fraction * largest_step / factor
        history = residual_norms(problem, points, step_size, steps * factor, floor)
        rate = 1 - step_size * least[level] / 2
        for form, per_step in (("printed", rate), ("sharpened", rate**2)):
            judged = judge(history, magnitude, per_step, sigma_max / sigma_min)
            statuses[form].append(judge_radii(level, judged))
    counted["instances"] += 1
    for form, (full_step, quarter_step) in statuses.items():
        assert (full_step[0], quarter_step[0]) != ("violated", "violated"), form
        # The smallest step is what supports "any sufficiently small step".
        if quarter_step[1] is not None:
            target(float(quarter_step[1]), label=form)


def run(instances, phases, first_seed):
    """Runs the check: instances that were checked, steps of their runs, seconds."""

    @seed(first_seed)
    @settings(
        max_examples=instances,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    @given(problems, samples, step_fractions, st.integers(1, 32))
    def theorem_2(problem, sampled, step_fraction, steps):
        check(problem, sampled, step_fraction, steps)

    counted.update(instances=0, steps=0)
    started = time.perf_counter()
    theorem_2()
    return {**counted, "seconds": time.perf_counter() - started}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instances", type=int, default=100, help="Default: 100.")
    parser.add_argument("--seed", type=int, default=1, help="Default: 1.")
    arguments = parser.parse_args()
    generation = (Phase.generate,)
    every = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
    run(5, generation, 0)
    with_target = run(arguments.instances, every, arguments.seed)
    sampling = run(arguments.instances, generation, arguments.seed)
    answer = {
        "name": "theorem-2",
        "instances": arguments.instances,
        "seconds": with_target["seconds"],
        "seconds_sampling": sampling["seconds"],
        "all": with_target,
        "sampling": sampling,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
