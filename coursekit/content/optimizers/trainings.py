"""The trainings behind lesson 5's still pictures: twenty starts, and three rules at six rates."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from coursekit.datasets import moons
from coursekit.engine import Tensor, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.widgets.optimizers.schedule_drawer import schedule_training
from coursekit.widgets.optimizers.seed_networks import SeedNetworks, forward

Array = npt.NDArray[np.float64]
RULES = ("plain SGD", "momentum", "Adam")
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 0.6)


@functools.cache
def twenty(steps: int = 300) -> tuple[Array, Array]:
    """Twenty starts of a 2-6-1 network on the same 200 points: final losses (20,), three surfaces (3, 40, 40)."""
    x, y = moons(n=200, noise=0.2, rng=np.random.default_rng(1))
    networks = SeedNetworks((2, 6, 1), seeds=range(20))
    optimizer = optim.Adam(networks.parameters, lr=0.03)
    points, labels = Tensor.constant(x[None]), y.astype(np.float64)
    targets = Tensor.constant(np.broadcast_to(labels[None, :, None], (20, 200, 1)).copy())
    for _ in range(steps):
        loss = F.binary_cross_entropy_with_logits(networks(points), targets, reduction="sum") * (1 / 200)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    side = np.linspace(-2.2, 2.2, 40)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(1, -1, 2)
    said = forward([p.data for p in networks.parameters], grid)[..., 0]
    losses = networks.losses(points, labels).astype(np.float64)
    order = np.argsort(losses)
    return losses, np.tanh(said[order[[0, 9, 19]]].reshape(3, 40, 40) / 2)


@functools.cache
def shares() -> Array:
    """Fresh points right, for each rule, rate and seed: (3, 6, 5)."""
    found = np.empty((len(RULES), len(RATES), 5))
    for i, rule in enumerate(RULES):
        for j, rate in enumerate(RATES):
            run = schedule_training((rate,) * 5, rule)
            run.finish()
            found[i, j] = run.shares
    return found
