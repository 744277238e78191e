"""The course's own engine, used as a learner uses it."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.engine_workloads import Workload, data, weights
from coursekit.engine import Tensor, nn, optim, tensor

VARIANTS = {"eager": {}}
LOSSES = {"bce": nn.BCEWithLogitsLoss, "cross entropy": nn.CrossEntropyLoss, "mse": nn.MSELoss}
ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": nn.GELU}


def trainer(workload: Workload, variant: str, dtype: str) -> Callable[[], Tensor]:
    """One step of the workload as in a lesson."""
    del variant
    model = {"mlp": mlp, "conv": convnet, "block": block}[workload.kind](workload).to(dtype)
    model.load_state_dict(weights(workload, dtype))
    make = {"sgd": optim.SGD, "adam": optim.Adam}[workload.optimizer]
    optimizer = make(model.parameters(), lr=workload.learning_rate)
    loss_function = LOSSES[workload.loss]()
    x, y = (tensor(a, dtype=a.dtype) for a in data(workload, dtype))

    def step() -> Tensor:
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def mlp(workload: Workload) -> nn.Module:
    """Linear layers with an activation between them."""
    layers: list[nn.Module] = []
    for n_in, n_out in zip(workload.sizes, workload.sizes[1:], strict=False):
        layers += [nn.Linear(n_in, n_out), ACTIVATIONS[workload.activation]()]
    return nn.Sequential(*layers[:-1])


def convnet(workload: Workload) -> nn.Module:
    """Two convolutions, each with ReLU and pooling, and a linear layer."""
    first, middle, last, classes = workload.sizes
    return nn.Sequential(
        *(nn.Conv2d(first, middle, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(middle, last, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(last * (workload.side // 4) ** 2, classes)),
    )


class TanhFormBlock(nn.TransformerBlock):
    """The course's block with GELU in its tanh form, as the peers compute it."""

    def _feed_forward(self, x: Tensor) -> Tensor:
        return self.linear2(nn.functional.gelu(self.linear1(x), approximate="tanh"))


def block(workload: Workload) -> nn.Module:
    """Pre-norm attention and a GELU net."""
    return TanhFormBlock(*workload.sizes)


def wait() -> None:
    """Done when the call returns."""


def value(loss: Tensor) -> float:
    """The loss as a float."""
    return loss.item()
