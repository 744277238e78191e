"""Schedules: how the learning rate changes from step to step, under the names of `torch.optim.lr_scheduler`.

Each says by which factor the starting rate is multiplied after t steps; call `scheduler.step()` once a step
or once an epoch, after `optimizer.step()`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from coursekit.engine.optim.optimizer import Optimizer
from coursekit.errors import ArgumentError


class LRScheduler:
    """Sets every group's learning rate to `rate(its first rate, t)`; a subclass writes `rate`.

    Attributes:
        last_epoch: t, how often `step` was called.
    """

    def __init__(self, optimizer: Optimizer) -> None:
        self.optimizer = optimizer
        for group in optimizer.param_groups:
            group.setdefault("initial_lr", group["lr"])
        self.base_lrs = [float(group["initial_lr"]) for group in optimizer.param_groups]
        self.last_epoch = 0
        self._apply()

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps of a group that began with `base`."""
        raise NotImplementedError

    def step(self) -> None:
        """Go on to the next learning rate."""
        self.last_epoch += 1
        self._apply()

    def get_last_lr(self) -> list[float]:
        """The learning rate of each group now."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, int]:
        """The number of steps taken, for `load_state_dict`."""
        return {"last_epoch": self.last_epoch}

    def load_state_dict(self, state_dict: dict[str, int]) -> None:
        """Go on from a saved state."""
        self.last_epoch = int(state_dict["last_epoch"])
        self._apply()

    def _apply(self) -> None:
        for group, base in zip(self.optimizer.param_groups, self.base_lrs, strict=True):
            group["lr"] = self.rate(base, self.last_epoch)


class LambdaLR(LRScheduler):
    """base · lr_lambda(t)."""

    def __init__(self, optimizer: Optimizer, lr_lambda: Callable[[int], float]) -> None:
        self.lr_lambda = lr_lambda
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        return base * self.lr_lambda(t)


class StepLR(LRScheduler):
    """Multiplied by gamma every step_size steps."""

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1) -> None:
        if step_size < 1:
            raise ArgumentError(f"step_size must be at least 1, not {step_size}")
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        return base * self.gamma ** (t // self.step_size)


class MultiStepLR(LRScheduler):
    """Multiplied by gamma at each milestone."""

    def __init__(self, optimizer: Optimizer, milestones: Sequence[int], gamma: float = 0.1) -> None:
        self.milestones, self.gamma = sorted(milestones), gamma
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        return base * self.gamma ** sum(m <= t for m in self.milestones)


class ExponentialLR(LRScheduler):
    """base · gammaᵗ."""

    def __init__(self, optimizer: Optimizer, gamma: float) -> None:
        self.gamma = gamma
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        return base * self.gamma**t


class ConstantLR(LRScheduler):
    """base · factor for total_iters steps, then base."""

    def __init__(self, optimizer: Optimizer, factor: float = 1 / 3, total_iters: int = 5) -> None:
        self.factor, self.total_iters = factor, total_iters
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        return base * self.factor if t < self.total_iters else base


class LinearLR(LRScheduler):
    """A straight line from base · start_factor to base · end_factor over total_iters steps: a warm-up."""

    def __init__(
        self, optimizer: Optimizer, start_factor: float = 1 / 3, end_factor: float = 1.0, total_iters: int = 5
    ) -> None:
        if not 0 < start_factor <= 1 or not 0 <= end_factor <= 1:
            raise ArgumentError(
                f"start_factor {start_factor} must lie in (0, 1], end_factor {end_factor} in [0, 1]"
            )
        self.start_factor, self.end_factor, self.total_iters = start_factor, end_factor, total_iters
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        done = min(t / self.total_iters, 1) if self.total_iters else 1.0
        return base * (self.start_factor + (self.end_factor - self.start_factor) * done)


class LinearWarmup(LRScheduler):
    """base · (t + 1) / warmup until it reaches base after `warmup` steps: the first step already moves."""

    def __init__(self, optimizer: Optimizer, warmup: int) -> None:
        if warmup < 1:
            raise ArgumentError(f"warmup must be at least 1 step, not {warmup}")
        self.warmup = warmup
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        return base * min((t + 1) / self.warmup, 1.0)


class CosineAnnealingLR(LRScheduler):
    """Half a cosine from base down to eta_min in T_max steps (Loshchilov and Hutter 2017), then up again."""

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        if T_max < 1:
            raise ArgumentError(f"T_max must be at least 1 step, not {T_max}")
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        return self.eta_min + (base - self.eta_min) * (1 + math.cos(math.pi * t / self.T_max)) / 2


class WarmupCosine(LRScheduler):
    """A straight line up for `warmup` steps, half a cosine down to eta_min at `total` steps, then flat."""

    def __init__(self, optimizer: Optimizer, warmup: int, total: int, eta_min: float = 0.0) -> None:
        if not 0 <= warmup < total:
            raise ArgumentError(f"warmup {warmup} must be shorter than the {total} steps in total")
        self.warmup, self.total, self.eta_min = warmup, total, eta_min
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        if t < self.warmup:
            return base * (t + 1) / self.warmup
        done = min((t - self.warmup) / (self.total - self.warmup), 1)
        return self.eta_min + (base - self.eta_min) * (1 + math.cos(math.pi * done)) / 2


class SequentialLR(LRScheduler):
    """One schedule after the other; each starts counting at its milestone."""

    def __init__(
        self, optimizer: Optimizer, schedulers: Sequence[LRScheduler], milestones: Sequence[int]
    ) -> None:
        if len(schedulers) != len(milestones) + 1:
            raise ArgumentError(
                f"{len(schedulers)} schedules need {len(schedulers) - 1} milestones, not {len(milestones)}"
            )
        self.schedulers, self.milestones = list(schedulers), sorted(milestones)
        super().__init__(optimizer)

    def rate(self, base: float, t: int) -> float:
        """The learning rate after t steps."""
        i = sum(m <= t for m in self.milestones)
        return self.schedulers[i].rate(base, t - self.milestones[i - 1] if i else t)
