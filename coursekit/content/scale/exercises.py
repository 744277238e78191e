# %% [markdown]
# {header}
#
# Four exercises: write the bill of a network, the memory of its training, find the widest network for a budget,
# and at the end choose a network yourself and defend it. You need loops, arithmetic, and what lesson 6 says about
# costs.
#
# Where a cell says `# your code here`, replace that line and the `...` under it. Run the cell (click on it, press
# Shift + Enter), then the `check` below it. `hint("scale.mlp_cost")` gives a hint, and asked again the next one.
# `solution("scale.mlp_cost")` shows a solution and the reason behind it. Both are open to you at any time.

# %%
from coursekit import ask, check, hint, solution
from coursekit.widgets import FitFinder, FiveSeeds, TheBill, WidthForBudget, trial

# %% [markdown]
# ## The bill of a network
#
# Write `mlp_cost(sizes, batch, bits)` for a network with the layers `sizes`, such as `[784, 128, 10]`. It returns three
# numbers, `parameters, weight_bytes, flops`:
#
# - `parameters`: all weights and all biases.
# - `weight_bytes`: the bytes of these parameters, at `bits` bits each. A byte has 8 bits.
# - `flops`: of one forward pass over `batch` examples, {reading} for each weight and example. The additions of the biases are
#   few and are not counted.


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
# The bill from the lesson compares your function with the engine's count, wherever you move the sliders. The last
# sentence under the picture tells what it finds.

# %%
TheBill(mlp_cost=mlp_cost)

# %% [markdown]
# ## The memory of training
#
# Write `training_memory(n, optimizer, bits)`: the bytes that training needs for `n` parameters. `optimizer` is `"sgd"`,
# `"momentum"` or `"adam"`, and `bits` is 32 or 16.
#
# - The weights and their gradients take `bits` bits each.
# - Plain SGD keeps nothing else, momentum one moment for each parameter, Adam two. Moments always take 32 bits each.
# - At 16 bits a copy of the weights at 32 bits is kept as well.
#
# The outputs of the layers are left out here.


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
# **Predict first:** for 7B in training, which bar is shorter, the one at 32 bits or the one at 16 bits? Then run the cell.

# %%
FitFinder(memory=training_memory, purpose="train with Adam")

# %% [markdown]
# With Adam both are {adam} bytes a parameter. Half of the bill of weights and gradients is saved, and the copy costs as much
# again. What 16 bits do save is the memory of the activations, and time.
#
# ## The widest network for a budget
#
# A network 784 → width → width → 10 may have at most `budget` parameters, biases included. Write `largest_width(budget)`:
# it returns the largest width that the budget pays for, a whole number. A budget that is used up exactly is
# allowed. When not even one unit fits, return 0.


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
# ## Choose a network, and defend it
#
# The task: points of a square, and whether each lies in a ring around the middle. You have at most **{PARAMETERS} parameters**,
# and at most **{FLOPS / 1e6} million FLOPs** to train them. Training uses Adam and batches of {BATCH}; the network has 2 inputs, ReLU
# between its layers, and 1 output.
#
# You choose the hidden layers, the learning rate and the number of steps. `trial` trains a choice from five seeds and
# tests each network on new points. An example that is not good enough:

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
# A plan that passes still wants reasons. Try at least one rival under the same budget before you write.

# %%
ask("scale.defend")

# %% [markdown]
# Back to [lesson 6](../lessons/06_scale.ipynb).
