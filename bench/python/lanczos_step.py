"""One step of SVD-preconditioned gradient descent by Lanczos in JAX, compiled, in double precision.

The network, its parameters and the step are those of ../lanczos_step.ts: an expert's JAX, with the
products of the Jacobian by jax.linearize and its transpose, and the Lanczos iteration with two full
reorthogonalizations a step, as lib/linalg/lanczos.ts has it.

Prints one line of JSON: the median and the spread of a step in seconds, and the norm of the step.
"""

import json
import sys
import time

try:
    import jax
    import jax.numpy as jnp
    import numpy as np
except ModuleNotFoundError as error:
    print(f"lanczos_step.py needs {error.name}: python3 -m pip install jax numpy", file=sys.stderr)
    sys.exit(3)

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

WIDTHS = [8, 64, 64, 64, 64, 1]
SAMPLES = 256
LANCZOS_STEPS = 10
DAMPING = 1e-3
STEP_SIZE = 0.1
GOLDEN_RATIO = 0.6180339887498949
ROUNDS = 60


def spread_numbers(start, length):
    return 2 * np.fmod((start + np.arange(length)) * GOLDEN_RATIO, 1) - 1


def network():
    """theta (each layer's weights row by row, then its biases), inputs and targets."""
    parts, used = [], 0
    for rows, columns in zip(WIDTHS[:-1], WIDTHS[1:]):
        parts.append(np.sqrt(3 / rows) * spread_numbers(used, rows * columns))
        parts.append(0.1 * spread_numbers(used + rows * columns, columns))
        used += (rows + 1) * columns
    inputs = spread_numbers(used, SAMPLES * WIDTHS[0]).reshape(SAMPLES, WIDTHS[0])
    return np.concatenate(parts), inputs, np.sin(3 * inputs[:, 0]) * inputs[:, 1]


def residual(theta, inputs, targets):
    hidden, used = inputs, 0
    for layer, (rows, columns) in enumerate(zip(WIDTHS[:-1], WIDTHS[1:])):
        weights = theta[used:used + rows * columns].reshape(rows, columns)
        used += rows * columns
        hidden = hidden @ weights + theta[used:used + columns]
        used += columns
        if layer < len(WIDTHS) - 2:
            hidden = jnp.tanh(hidden)
    return hidden[:, 0] - targets


@jax.jit
def step(theta, inputs, targets):
    value, jacobian_vector = jax.linearize(lambda t: residual(t, inputs, targets), theta)
    transposed = jax.linear_transpose(jacobian_vector, theta)
    vector_jacobian = lambda w: transposed(w)[0]
    gradient = vector_jacobian(value)
    norm = jnp.linalg.norm(gradient)

    def lanczos(k, state):
        basis, diagonal, off_diagonal, vector = state
        basis = basis.at[k].set(vector)
        image = vector_jacobian(jacobian_vector(vector))
        diagonal = diagonal.at[k].set(vector @ image)
        for _ in range(2):
            # The rows that are not yet set are 0.
            image = image - (basis @ image) @ basis
        length = jnp.linalg.norm(image)
        return basis, diagonal, off_diagonal.at[k].set(length), image / length

    basis, diagonal, off_diagonal, _ = jax.lax.fori_loop(
        0,
        LANCZOS_STEPS,
        lanczos,
        (
            jnp.zeros((LANCZOS_STEPS, theta.size)),
            jnp.zeros(LANCZOS_STEPS),
            jnp.zeros(LANCZOS_STEPS),
            gradient / norm,
        ),
    )
    side = off_diagonal[:-1]
    values, vectors = jnp.linalg.eigh(jnp.diag(diagonal) + jnp.diag(side, 1) + jnp.diag(side, -1))
    inverse_roots = 1 / jnp.sqrt(jnp.maximum(values, 0) + DAMPING)
    direction = norm * (vectors @ (inverse_roots * vectors[0])) @ basis
    return theta - STEP_SIZE * direction


def main():
    theta, inputs, targets = (jnp.asarray(part) for part in network())
    run = lambda: step(theta, inputs, targets).block_until_ready()
    check = float(jnp.linalg.norm(run() - theta))
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    low, median, high = np.quantile(seconds, [0.25, 0.5, 0.75])
    spread = (high - low) / (2 * median)
    print(json.dumps(
        {"name": "lanczos step", "seconds": median, "spread": spread, "check": check}
    ))


main()
