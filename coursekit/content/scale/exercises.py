# %% [markdown]
# {header}
#
# Six exercises: you write the bill of a network and the memory of its training, find the widest network for a budget, repair
# somebody's plan for a server, round the weights of your reader, and at the end choose a network yourself and defend it. You need loops, arithmetic, and NumPy arrays.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. If you're stuck, `hint("scale.mlp_cost")` gives you a hint, and the next one when you ask again.
# `solution("scale.mlp_cost")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
import numpy as np

from coursekit import ask, check, hint, solution
from coursekit.widgets import FitFinder, FiveSeeds, RoundTheReader, TheBill, WidthForBudget, trial

# %% [markdown]
# ## The bill of a network
#
# Three questions first: a network from lesson 3, and then a single layer.

# %%
ask("layers.params-2432", again="scale")

# %%
ask("scale.weights")

# %%
ask("scale.bytes")

# %% [markdown]
# Now write `mlp_cost(sizes, batch, bits)` for a network with the layers `sizes`, such as `[64, 16, 10]`. It returns three
# numbers, `parameters, weight_bytes, flops`:
#
# - `parameters`: all weights and all biases.
# - `weight_bytes`: the bytes of these parameters, at `bits` bits each.
# - `flops`: of one forward pass over `batch` examples, {reading} for each weight and example. The additions of the biases are
#   few and aren't counted.


# %%
def mlp_cost(sizes, batch, bits):
    """Parameters, their bytes, and the FLOPs of a forward pass over a batch."""
    ### BEGIN SOLUTION
    weights = biases = 0
    for n_in, n_out in zip(sizes, sizes[1:]):
        weights += n_in * n_out
        biases += n_out
    parameters = weights + biases
    return parameters, parameters * bits / 8, 2 * weights * batch
    ### END SOLUTION


# %%
check("scale.mlp_cost")

# %% [markdown]
# Here is the bill from the lesson. Wherever you move the sliders, it compares your function with the engine's count, and the last
# sentence under the picture says what it finds.

# %%
TheBill(mlp_cost=mlp_cost)

# %% [markdown]
# ## The memory of training
#
# Write `training_memory(n, optimizer, bits)`: the bytes that training needs for `n` parameters. `optimizer` is `"sgd"`,
# `"momentum"` or `"adam"`, and `bits` is 32, 16 or 8. (Training at 8 bits is still rare; count it like the others.)
#
# - The weights and their gradients take `bits` bits each.
# - Plain SGD keeps nothing else, momentum one moment for each parameter, Adam two. A moment always takes 32 bits.
# - Below 32 bits a copy of the weights in 32 bits is kept as well.
#
# Leave the activations out.


# %%
def training_memory(n, optimizer, bits):
    """Bytes of weights, gradients, moments and copy."""
    ### BEGIN SOLUTION
    moments = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]
    each = 2 * bits / 8 + 4 * moments
    if bits < 32:
        each += 4
    return n * each
    ### END SOLUTION


# %%
check("scale.training_memory")

# %% [markdown]
# **Predict first:** with Adam, how many bytes a parameter does your function give at 8 bits? Then run the cell. The picture shows 7B at 32 and at 16 bits.

# %%
print("one parameter at 8 bits:", training_memory(1, "adam", 8))
FitFinder(memory=training_memory, purpose="train with Adam")

# %% [markdown]
# With Adam both bars are {adam} bytes a parameter. 16 bits halve the weights and the gradients, and the copy takes as much
# again. What they do save is half of the activations, and time. Even at 8 bits it's {adam_8} bytes, because the moments and the copy keep their 32 bits.
#
# ## The widest network for a budget
#
# A network 784 → width → width → 10 may have at most `budget` parameters, biases included. Write `largest_width(budget)`:
# it returns the largest width that the budget pays for, a whole number. A budget may be used up exactly. Where not even one unit fits, return 0. Your `mlp_cost` can do the counting.


# %%
def largest_width(budget):
    """The largest width w for which 784 → w → w → 10 has at most `budget` parameters; 0 if none has."""
    ### BEGIN SOLUTION
    width = 0
    while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget:
        width += 1
    return width
    ### END SOLUTION


# %%
check("scale.largest_width")

# %% [markdown]
# Your function draws the bars. Double the budget, and see how far the width moves.

# %%
WidthForBudget(largest_width=largest_width)

# %% [markdown]
# ## This plan promises too much
#
# Somebody wants to let people talk to a language model, and asks: how many conversations fit on one card at once? Beside the weights, each conversation needs its keys and values, at 16 bits. The function below answers, and one of its three
# lines has a fault. For Llama 2 7B with weights of 16 bits, on a card with 24 GB, and 4,096 tokens a conversation, it promises more than twice as many as there's room for.


# %%
def broken(card, n, bits, depth, kv_width, tokens):
    free = card - n * bits / 8  # line 1
    one = 2 * depth * kv_width * tokens  # line 2
    return max(0, int(free // one))  # line 3


print("promised: ", broken(24e9, 7e9, 16, 32, 4096, 4096))
print("should be:", int((24 - 14) // (4096 * 524_288 / 1e9)))

# %% [markdown]
# Go through the units of each line. Then write `conversations(card, n, bits, depth, kv_width, tokens)`, which is the same without the fault.
#
# - `card` is the memory of the card in bytes, `n` the number of parameters, and `bits` how many bits each of them takes.
# - The model has `depth` blocks. Each keeps a key and a value for every token, and each of the two is a list of `kv_width` numbers of 16 bits.
# - Return a whole number: how many conversations of `tokens` tokens fit beside the weights. Where the weights leave no room, it's 0.


# %%
def conversations(card, n, bits, depth, kv_width, tokens):
    """How many conversations fit on a card beside the weights."""
    ### BEGIN SOLUTION
    free = card - n * bits / 8
    one = 2 * depth * kv_width * tokens * 2  # a key and a value, 2 bytes a number
    return max(0, int(free // one))
    ### END SOLUTION


# %%
check("scale.conversations")

# %% [markdown]
# Your function says how many people each card can serve: read the last sentence under the picture. Then let the model be 70B, and shorten the conversations.

# %%
FitFinder(conversations=conversations, bits=16, talks=4)

# %% [markdown]
# ## Round the weights
#
# Write `rounded(w, bits)`: the weights of an array `w`, as they come out after they've been stored in `bits` bits.
#
# - With `bits` bits, the whole numbers from −top to top are used, where top is 2 to the power of (bits − 1), minus 1: that's 127 for 8 bits, and 7 for 4. (One of the 16 patterns of 4 bits stays unused, so that there are as many negative numbers as positive ones.)
# - Take the largest weight, with its sign left out, and divide it by top: that's the scale.
# - Each weight becomes the nearest multiple of the scale. Return an array of the shape of `w`. If all weights are 0, they stay 0.


# %%
def rounded(w, bits):
    """The weights after they've been stored in so many bits, with one scale."""
    ### BEGIN SOLUTION
    top = 2 ** (bits - 1) - 1
    scale = np.abs(w).max() / top
    if scale == 0:
        return np.zeros(w.shape)
    return np.round(w / scale) * scale
    ### END SOLUTION


# %%
check("scale.rounded")

# %% [markdown]
# Your own function rounds the reader now. How many digits does it read at 3 bits, with one scale for each 8 weights?

# %%
RoundTheReader(rounded=rounded)

# %% [markdown]
# ## Choose a network, and defend it
#
# The task: there are points in a square, and some of them lie in a ring around the middle. You have at most **{PARAMETERS} parameters**,
# and at most **{FLOPS / 1e6} million FLOPs** to train them, counted by the rule of 6: 6 for each weight, example and step. Training uses Adam and batches of {BATCH}; the network has 2 inputs, ReLU
# between its layers, and 1 output.
#
# You choose the hidden layers, the learning rate and the number of steps. `trial` trains a choice from five seeds and
# tests each network on new points. Here's an example that isn't good enough:

# %%
trial(hidden=[8], learning_rate=0.02, steps=200)

# %% [markdown]
# Write `plan()`: it returns your choice as `hidden, learning_rate, steps`, for example `[8], 0.02, 200`. It passes when at
# least {WANTED} of the {SEEDS} seeds reach {GOAL:.0%} on new points, within both budgets.


# %%
def plan():
    """Hidden widths, learning rate, steps."""
    ### BEGIN SOLUTION
    return [48], 0.02, 1500
    ### END SOLUTION


# %%
check("scale.plan")

# %% [markdown]
# Here are the five maps that your plan learns. Do they agree?

# %%
FiveSeeds(plan=plan)

# %% [markdown]
# A plan that passes still wants reasons, and five seeds are few. So here are four rivals that nobody picked: one, two, three and four equal hidden layers, each as wide as the budget of parameters allows, trained for as many steps as the FLOPs pay for. They ran with four learning rates, from {N_SEEDS} seeds each.
# **Predict first:** what will matter more, the shape or the learning rate?
#
# <details style="margin-bottom: 1em"><summary><b>The table, once you've made your guess</b></summary>
#
# | hidden layers | parameters | steps | of {N_SEEDS} seeds at {RATES[0]} | at {RATES[1]} | at {RATES[2]} | at {RATES[3]} |
# |---|---|---|---|---|---|---|
# {rival(1)}
# {rival(2)}
# {rival(3)}
# {rival(4)}
#
# With its best rate, each of the four shapes reaches the goal of 93 % with {rivals_lowest} to {rivals_highest} of {N_SEEDS} seeds. Such differences can be chance. (Each best rate was chosen by the same seeds, so all four counts are a little flattered.) But remember the ruler: count the seeds that reach 95 %, and one layer has {rival_strict(1)} (with the rate {rival_rate(1)}), while the others have {rival_strict(2)}, {rival_strict(3)} and {rival_strict(4)}. On the other hand, when the deep ones fail, they fail worse: their worst seeds end at {rival_worst(4):.0%} to {rival_worst(2):.0%}, and that of the single layer at {rival_worst(1):.0%} (again with {rival_rate(1)}).
#
# The learning rate matters at least as much. One that's too large hurts the deep ones most, and one that's too small the shallow one.
#
# </details>

# %%
ask("scale.defend")

# %% [markdown]
# ## Looking back
#
# Four last questions, on all lessons so far.

# %%
ask("scale.back-neuron")

# %%
ask("scale.back-layer")

# %%
ask("scale.back-activation")

# %%
ask("scale.back-backprop")

# %% [markdown]
# You can now tell anybody what their network will cost before they've built it, and your own code has done the counting.
#
# Back to [lesson 6](../lessons/06_scale.ipynb).
