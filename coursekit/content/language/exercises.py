# %% [markdown]
# {header}
#
# Six exercises: you merge pairs of letters, train the bigram table by gradient descent, write the mask and attention, repair a sampler, and train a writer of
# your own. You need NumPy arrays, lists and loops, and for the last one the engine.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. If you're stuck, `hint("language.merge_pair")` gives you a hint, and the next one when you ask again.
# `solution("language.merge_pair")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
import numpy as np

from coursekit import ask, check, hint, solution, use
from coursekit.datasets import names
from coursekit.engine import Tensor, nn, optim
from coursekit.widgets import BigramTable, LookInside, NextLetter, PairMerger, name_table

# %% [markdown]
# ## Merging a pair
#
# Write `merge_pair(pieces, pair)`: one merge of byte-pair encoding on one word.
#
# - `pieces` is a list of texts, such as `["n", "a", "n", "a"]`, perhaps an empty one. `pair` holds two texts, such as `("n", "a")`.
# - Go through the pieces from the left. Where the two of the pair stand side by side, they become one piece. A piece goes into one merge at most.
# - Return a new list, here `["na", "na"]`. The list that came in stays as it is.


# %%
def merge_pair(pieces, pair):
    """The pieces of a word with each pair made one piece."""
    ### BEGIN SOLUTION
    merged, k = [], 0
    while k < len(pieces):
        if k + 1 < len(pieces) and pieces[k] == pair[0] and pieces[k + 1] == pair[1]:
            merged.append(pieces[k] + pieces[k + 1])
            k += 2
        else:
            merged.append(pieces[k])
            k += 1
    return merged
    ### END SOLUTION


# %%
check("language.merge_pair")

# %% [markdown]
# Now your own function cuts the names. Go on merging: which pieces sound like parts of names?

# %%
PairMerger(merge_pair=merge_pair)

# %% [markdown]
# ## A bigram table that learns
#
# Counting is one way to a table of pairs. Training is another, and it's the way that goes on to larger networks. The table W has a row of 27 scores for each letter, and softmax of a row gives the probabilities of
# the next letter.
#
# Write `train_bigram(first, second, steps, lr)`, plain gradient descent from zeros.
#
# - `first` and `second` hold the numbers of n letters and of the n letters that came after them, 0 to 26.
# - Start with `W = np.zeros((27, 27))`. `np.eye(27)[first]` has a row for each pair with a 1 at the place of its letter and 0 elsewhere. Call it X: then `X @ W` picks out the row of scores for each pair. And `np.eye(27)[second]` is what the probabilities should be.
# - In lesson 4 you found the gradient of the scores: (probabilities − right answer) / n. The gradient of W is `X.T @` that.
# - Take `steps` steps with the rate `lr`, each with all pairs, and return W.
#
# The next cell has a softmax for you. If you kept the one that you wrote in lesson 3, put yours in its place.


# %%
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


# %%
def train_bigram(first, second, steps, lr):
    """Scores (27, 27) of the next letter, after `steps` steps of gradient descent."""
    ### BEGIN SOLUTION
    X, right = np.eye(27)[first], np.eye(27)[second]
    W = np.zeros((27, 27))
    for _ in range(steps):
        p = softmax(X @ W)
        W = W - lr * (X.T @ ((p - right) / len(first)))
    return W
    ### END SOLUTION


# %%
check("language.train_bigram")

# %% [markdown]
# Train it on the first 1,000 names. The open squares are what counting gives in the same names, with 0.1 added to each count. **Predict first:** where will bars and squares be closer, after frequent letters or after rare ones?

# %%
some = names().training[:1000]
inputs, targets = name_table(some)
there = targets >= 0  # -100 stands where nothing is left to guess
# As long as train_bigram returns nothing, the counted table is shown.
BigramTable(scores=train_bigram(inputs[there], targets[there], 100, 20.0), names=some)

# %% [markdown]
# After frequent letters: the gradient is a mean over all pairs, so a row takes small steps if few pairs begin with its letter. The row of the q is still far from done. Trained on, it wouldn't stop at its squares either: few pairs begin with q, so the 0.1 added to each of the 27 counts weighs a lot there, and training adds nothing.
#
# ## The mask
#
# First on paper.

# %%
ask("language.mask-picture")

# %% [markdown]
# Write `causal_mask(n)`: an array of n · n entries that are True or False. Row i, column j is True where place i may look at place j, so at itself and at the places before it. The lesson made such a table with `np.tril`. Can you do it without, from `np.arange(n)` and the same numbers as a column (`[:, None]`)? (PyTorch's `MultiheadAttention`, and ours, take an `attn_mask` the other way round: there, True forbids.)


# %%
def causal_mask(n):
    """True where place i may look at place j: (n, n)."""
    ### BEGIN SOLUTION
    return np.tril(np.ones((n, n), dtype=bool))
    ### END SOLUTION


# %%
check("language.causal_mask")

# %% [markdown]
# ## Attention
#
# Write `attention(q, k, v, mask)`: compare, scale, mask, share, mix.
#
# - For T places, `q` and `k` have the shape (T, d), with a query and a key in each row, and `v` has (T, d_v). d_v may be another length.
# - `mask` has the shape (T, T), True where row i may look at column j. Each row has at least one True.
# - Return the mixed values, (T, d_v). You may use `softmax`.


# %%
def attention(q, k, v, mask):
    """softmax(q kᵀ / √d) v, with the scores of forbidden places at minus infinity."""
    ### BEGIN SOLUTION
    scores = q @ k.T / np.sqrt(q.shape[1])
    scores = np.where(mask, scores, -np.inf)
    return softmax(scores, axis=1) @ v
    ### END SOLUTION


# %%
check("language.attention")

# %% [markdown]
# Now your two functions look inside. `use` tries them first, and from then on every share in the picture comes from your own attention.

# %%
use(attention=attention, causal_mask=causal_mask)

# %%
LookInside(name="elizabeth")

# %% [markdown]
# ## This sampler is broken
#
# It should draw the next letter from scores: only the `top_k` letters with the largest scores may be drawn, and the probabilities are softmax of the scores divided by the temperature. It runs without an error, and one of the three lines has a fault. Here the right answer is nearly always letter 1, because its score is the largest by far.


# %%
def broken(logits, temperature, top_k, rng):
    kept = np.sort(logits)[-top_k:]  # line 1
    p = softmax(kept / temperature)  # line 2
    return rng.choice(len(p), p=p)  # line 3


rng = np.random.default_rng(0)
print([int(broken(np.array([1.0, 9.0, 2.0, 0.0]), 1.0, 4, rng)) for _ in range(10)])

# %% [markdown]
# What does the 3 stand for? Then write `sample(logits, temperature, top_k, rng)`, the same without the fault.
#
# - `logits` has a score for each letter, (n,). `temperature` is above 0, and `top_k` is a whole number from 1 to n.
# - Letters whose score is smaller than the `top_k`-th largest can't be drawn. If several share that score, they all stay.
# - Draw once, with `rng.choice(n, p=p)`, where p has an entry for each of the n letters, 0 for those that can't be drawn. Return the number of the letter.


# %%
def sample(logits, temperature, top_k, rng):
    """The number of a letter, drawn from the `top_k` largest logits at a temperature."""
    ### BEGIN SOLUTION
    smallest = np.sort(logits)[-top_k]
    kept = np.where(logits >= smallest, logits / temperature, -np.inf)
    p = softmax(kept)
    return rng.choice(len(p), p=p)
    ### END SOLUTION


# %%
check("language.sample")

# %% [markdown]
# From now on your own function draws each letter. At which temperature do you like the names best?

# %%
use(sample=sample)

# %%
NextLetter(beginning="jo", temperature=0.7, top_k=10)

# %% [markdown]
# ## A writer of your own
#
# The last one brings everything together. Write `train_writer(inputs, targets, steps, rng)`: build a network that guesses the next letter, train it for `steps` steps, and return it.
#
# - `inputs` and `targets` are what `name_table` makes: (n, 12) numbers from 0 to 26, and for each place the next letter, or −100 where nothing is left to guess. `nn.CrossEntropyLoss()` leaves the −100 out.
# - Return something that can be called with a tensor of numbers (n, T), T at most 12, and gives a tensor of scores (n, T, 27). At each place it may only look at that place and at those in front of it.
# - Take at most 64 names a step. With 1,000 steps the loss on held-out names must be **below 2.05** nats a letter.
# - The network is yours: a block as in the lesson, a window, anything. Draw every random number from `rng`.
#
# A start: the parts as in the lesson, a function that takes numbers through them, and one list with the parameters of all parts for the optimizer. The loop is the one of lesson 5. Two things help: embeddings that start at a tenth of their size (`table.weight.data *= 0.1`), and a rate that falls to 0 (`optimizer.param_groups[0]["lr"] = …` in each step).
#
# The check trains it once, which takes some seconds, and longer on the site.


# %%
def train_writer(inputs, targets, steps, rng):
    """A writer trained on names: numbers (n, T) → scores (n, T, 27)."""
    ### BEGIN SOLUTION
    letter, place = nn.Embedding(27, 32, rng=rng), nn.Embedding(12, 32, rng=rng)
    block, to_scores = nn.TransformerBlock(32, 4, rng=rng), nn.Linear(32, 27, rng=rng)
    for table in (letter, place):
        table.weight.data *= 0.1

    def writer(ids):
        x = letter(ids) + place(Tensor(np.arange(ids.shape[1])))
        return to_scores(block(x, is_causal=True))

    parameters = [each for part in (letter, place, block, to_scores) for each in part.parameters()]
    optimizer = optim.AdamW(parameters, lr=6e-3)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 6e-3 * (1 - step / steps)
        rows = rng.integers(0, len(inputs), 32)
        scores = writer(Tensor(inputs[rows])).reshape(-1, 27)
        loss = nn.CrossEntropyLoss()(scores, Tensor(targets[rows].ravel()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return writer
    ### END SOLUTION


# %%
check("language.train_writer")

# %% [markdown]
# Let it write. With 300 steps it's done in a moment; with more it gets better. Your own writer gives the scores here, and your own sampler draws.

# %%
inputs, targets = name_table(names().training)
# As long as train_writer returns nothing, the course's own writer is shown.
NextLetter(model=train_writer(inputs, targets, 300, np.random.default_rng(0)), beginning="", temperature=0.8)

# %% [markdown]
# That's a language model, and it's yours: you've put it together and trained it, and your own sampler draws its letters. What happens inside a block, and how larger models cut their text, you've written once yourself, too: attention, its mask, merging. The large ones have more of everything, but the kinds of parts are the same.
#
# Back to [lesson 7](../lessons/07_language.ipynb).
