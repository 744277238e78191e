"""A script as a lesson writes it; test_engine_same_script.py also runs it under PyTorch, only the imports changed."""

import numpy as np

from coursekit.engine import manual_seed, nn, no_grad, optim, stack, tensor, where
from coursekit.engine.data import DataLoader, TensorDataset
from coursekit.engine.nn import functional as F  # noqa: N812

manual_seed(0)
rng = np.random.default_rng(0)
found = {}

# Lesson 3: a line fitted by hand.
x = tensor(rng.normal(size=(20, 1)).astype("float32"))
y = 3 * x + 1
w, b = tensor([[0.0]], requires_grad=True), tensor([0.0], requires_grad=True)
for _ in range(30):
    loss = ((x @ w + b - y) ** 2).mean()
    loss.backward()
    with no_grad():
        w -= 0.1 * w.grad
        b -= 0.1 * b.grad
    w.grad, b.grad = None, None
found["line"] = [w.item(), b.item(), loss.item()]


# Lesson 4: a classifier as a class.
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(4, 3)
        self.body = nn.Sequential(
            nn.Linear(5, 16, bias=False), nn.BatchNorm1d(16), nn.GELU(), nn.Dropout(0.0)
        )
        self.norm = nn.LayerNorm(16)
        self.head = nn.Linear(16, 3)

    def forward(self, features, kind):
        hidden = self.norm(F.relu(self.body(features))) + self.embed(kind).mean(dim=1, keepdim=True)
        return self.head(hidden)


model = Net()
model.load_state_dict(
    {
        k: tensor(rng.normal(size=tuple(v.shape)).astype("float32") * 0.3 + 0.5)
        for k, v in model.state_dict().items()
    }
)
features = rng.normal(size=(64, 5)).astype("float32")
kind, labels = rng.integers(4, size=64), rng.integers(3, size=64)
data = TensorDataset(tensor(features), tensor(kind), tensor(labels))
optimizer = optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.1)
schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=4)
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
losses = []
for _ in range(4):
    model.train()
    for xs, ks, ys in DataLoader(data, batch_size=16, shuffle=False):
        optimizer.zero_grad()
        loss = criterion(model(xs, ks), ys)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    schedule.step()
found["losses"] = losses
found["rate"] = [schedule.get_last_lr()[0]]

# Used, not trained.
model.eval()
with no_grad():
    logits = model(tensor(features), tensor(kind))
    probabilities = logits.softmax(dim=-1)
    guesses = logits.argmax(dim=-1)
    found["accuracy"] = [(guesses == tensor(labels)).float().mean().item()]
    found["highest"] = probabilities.max(dim=-1).values.tolist()
    found["chosen"] = where(probabilities > 0.5, probabilities, 0.0 * probabilities).sum().tolist()
    found["stacked"] = stack([logits[0], logits[-1]]).flatten().tolist()
found["size"] = [sum(p.numel() for p in model.parameters()), len(list(model.named_parameters()))]
found["names"] = list(model.state_dict())
