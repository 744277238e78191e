"""The playground's training as a script to run and to change: for the course's engine, and the same for PyTorch."""

from __future__ import annotations

from itertools import pairwise

from coursekit.widgets.playground.settings import ACTIVATIONS, FEATURES, OPTIMIZERS, Settings

_FEW = 20
"""The weights set by hand that get a line each."""
_DROPOUT_RNG = ", rng=dropped"

_ENGINE_STARTS = {
    "xavier": "init.xavier_uniform_(layer.weight, rng=rng)",
    "he": 'init.kaiming_uniform_(layer.weight, nonlinearity="relu", rng=rng)',
    "zero": "init.zeros_(layer.weight)",
    "small": "init.normal_(layer.weight, std=0.01, rng=rng)",
    "large": "init.normal_(layer.weight, std=2.0, rng=rng)",
}
_PYTORCH_STARTS = {
    "xavier": "rng.uniform(-1, 1, (n_out, n_in)) * (6 / (n_in + n_out)) ** 0.5",
    "he": "rng.uniform(-1, 1, (n_out, n_in)) * (6 / n_in) ** 0.5",
    "zero": "np.zeros((n_out, n_in))",
    "small": "rng.normal(0, 0.01, (n_out, n_in))",
    "large": "rng.normal(0, 2.0, (n_out, n_in))",
}


def engine_code(settings: Settings, *, epochs: int = 20) -> str:
    """A script for the course's engine that takes the playground's path: same data, start, batches and losses."""
    start = [
        _ENGINE_STARTS[settings.init],
        "init.zeros_(layer.bias)",
    ]
    library = "from coursekit.engine import float64, init, nn, no_grad, optim, tensor"
    return _script(library, settings, start, _engine_schedule(settings), epochs)


def pytorch_code(settings: Settings, *, epochs: int = 20) -> str:
    """The same script for PyTorch. Its losses agree to rounding, save with dropout: PyTorch drops other units."""
    start = [
        "n_out, n_in = layer.weight.shape",
        f"layer.weight.data = tensor({_PYTORCH_STARTS[settings.init]})",
        "nn.init.zeros_(layer.bias)",
    ]
    library = "from torch import float64, nn, no_grad, optim, tensor"
    script = _script(library, settings, start, _pytorch_schedule(settings), epochs)
    return script.replace(_DROPOUT_RNG, "").replace("dropped = np.random.default_rng([seed, 3])\n", "")


def _script(library: str, s: Settings, start: list[str], schedule: str, epochs: int) -> str:
    """The script, of which only the import, the start and the schedule differ between the two libraries."""
    imports = ["import numpy as np", "from coursekit import datasets", library]
    if s.data == "drawn":
        imports.remove("from coursekit import datasets")
    each = [
        "for layer in model:",
        "    if isinstance(layer, nn.Linear):",
        *(f"        {line}" for line in start),
    ]
    parts = [
        [*imports, "", f"seed = {s.seed}"],
        ["# The data, and which of them to train on.", *_data(s)],
        ["# The network, and where it starts.", *_model(s), _rng(1), *each, *_by_hand(s)],
        ["# The training.", *_training(s, schedule, epochs)],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _rng(number: int) -> str:
    return f"rng = np.random.default_rng([seed, {number}])"


def _data(s: Settings) -> list[str]:
    if s.data == "drawn":
        made = [
            _rng(0),
            f"points = np.array({[list(point) for point in s.points]})",
            "points = points[rng.permutation(len(points))]",
            "X, y = points[:, :2], points[:, 2]",
        ]
    else:
        made = [_rng(0), f'X, y = datasets.planar("{s.data}", noise={s.noise}, rng=rng)']
    if s.task == "classification" and s.criterion == "mse":
        made.append("y = 2 * y - 1  # labels −1 and 1, which tanh can reach")
    return [
        *made,
        "x1, x2 = X.T",
        f"inputs = tensor(np.stack([{', '.join(FEATURES[name] for name in s.features)}], axis=1), dtype=float64)",
        "targets = tensor(y[:, None], dtype=float64)",
        f"n = max(1, round({s.train_share} * len(X)))",
        "train, test = slice(0, n), slice(n, None)",
    ]


def _model(s: Settings) -> list[str]:
    lines = ["model = nn.Sequential("]
    if s.dropout:
        lines.insert(0, "dropped = np.random.default_rng([seed, 3])")
    for k, (n_in, n_out) in enumerate(pairwise(s.sizes)):
        lines.append(f"    nn.Linear({n_in}, {n_out}),")
        if k < len(s.hidden):
            lines.append(f"    nn.{ACTIVATIONS[s.activation]}(),")
            if s.dropout:
                lines.append(f"    nn.Dropout({s.dropout}{_DROPOUT_RNG}),")
    if s.task == "classification" and s.criterion == "mse":
        lines.append("    nn.Tanh(),")
    return [*lines, ").double()"]


def _by_hand(s: Settings) -> list[str]:
    """The weights that were set by hand, a line each; many of them from a table."""
    places, number = {}, 0
    for k, (n_in, n_out) in enumerate(pairwise(s.sizes)):
        module = f"model[{k * (3 if s.dropout else 2)}]"
        for i in range(n_in * n_out):
            places[number + i] = f"{module}.weight.data[{i // n_in}, {i % n_in}]"
        for i in range(n_out):
            places[number + n_in * n_out + i] = f"{module}.bias.data[{i}]"
        number += (n_in + 1) * n_out
    if len(s.weights) <= _FEW:
        return [f"{places[number]} = {value}  # set by hand" for number, value in s.weights]
    return [
        f"by_hand = {dict(s.weights)}",
        "values = [(p.data.reshape(-1), k) for p in model.parameters() for k in range(p.numel())]",
        "for number, value in by_hand.items():",
        "    parameter, k = values[number]",
        "    parameter[k] = value",
    ]


def _training(s: Settings, schedule: str, epochs: int) -> list[str]:
    loss = "BCEWithLogitsLoss" if s.criterion == "cross-entropy" else "MSELoss"
    rule, arguments = OPTIMIZERS[s.optimizer]
    if s.weight_decay or s.optimizer == "adamw":
        arguments += f", weight_decay={s.weight_decay}"
    scores = ["loss(output[train], targets[train]).item()", "loss(output[test], targets[test]).item()"]
    return [
        f"loss = nn.{loss}()",
        f"optimizer = optim.{rule}(model.parameters(), lr={s.learning_rate}{arguments})",
        *([f"schedule = optim.lr_scheduler.{schedule}"] if schedule else []),
        _rng(2),
        f"for epoch in range(1, {epochs + 1}):",
        "    model.train()",
        "    order = rng.permutation(n)",
        f"    for first in range(0, n, {s.batch_size}):",
        f"        batch = order[first : first + {s.batch_size}]",
        "        optimizer.zero_grad()",
        "        loss(model(inputs[batch]), targets[batch]).backward()",
        "        optimizer.step()",
        *(["        schedule.step()"] if schedule else []),
        "    model.eval()",
        "    with no_grad():",
        "        output = model(inputs)",
        f"        print(epoch, {', '.join(scores)})",
    ]


def _engine_schedule(s: Settings) -> str:
    n = s.schedule_steps
    return {
        "constant": "",
        "step": f"StepLR(optimizer, {n // 5}, gamma=0.5)",
        "exponential": f"ExponentialLR(optimizer, gamma=0.1 ** (1 / {n}))",
        "cosine": f"WarmupCosine(optimizer, 0, {n})",
        "warmup": f"LinearWarmup(optimizer, {n // 10})",
        "warmup-cosine": f"WarmupCosine(optimizer, {n // 10}, {n})",
    }[s.schedule]


def _pytorch_schedule(s: Settings) -> str:
    n, warm = s.schedule_steps, s.schedule_steps // 10
    cosine = f"(1 + np.cos(np.pi * min((t - {warm}) / {n - warm}, 1))) / 2"
    return {
        "cosine": f"LambdaLR(optimizer, lambda t: (1 + np.cos(np.pi * min(t / {n}, 1))) / 2)",
        "warmup": f"LambdaLR(optimizer, lambda t: min((t + 1) / {warm}, 1))",
        "warmup-cosine": f"LambdaLR(optimizer, lambda t: (t + 1) / {warm} if t < {warm} else {cosine})",
    }.get(s.schedule, _engine_schedule(s))
