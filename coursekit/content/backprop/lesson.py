# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.engine import functional, tensor, trace
from coursekit.widgets import DeadOrOff, DeadUnits, GradientThermometer, NudgeRace, WalkBackwards

# %% [markdown]
# ## Before you start
#
# Two questions, to wake up what you know. They are not marked now. You meet them again at the end.

# %%
ask("backprop.step-cost", marked=False)

# %%
ask("backprop.blame", marked=False)

# %% [markdown]
# And three from earlier, because you will need them today.

# %%
warm_up("neuron.one-neuron", before="backprop")

# %%
warm_up("nonlinearity.why-bend", before="backprop")

# %%
warm_up("layers.softmax-raised", before="backprop")

# %% [markdown] tags=["fact-random-start"]
# ## Four steps, over and over
#
# A fresh network knows nothing. Its weights are random numbers, and its guesses are poor. Training repeats four steps.
# Look for the one that is marked.

# %%
show("backprop.four_steps")

# %% [markdown] tags=["fact-loop", "fact-only-the-gradient"]
# 1. **Forward**: the network makes its guesses.
# 2. **Loss**: one number says how wrong they are.
# 3. **Backward**: for each weight and bias, find out how the loss would change if it were nudged.
# 4. **Update**: move each of them a little, to where the loss gets smaller.
#
# Lesson 5 is about the update. Today is about the step before it. It computes slopes and changes nothing.
#
# Here is one small network, 1-8-8-1 ({BILL.parameters} parameters · {4 * BILL.parameters} bytes · {BILL.multiply_adds} multiply-adds), trained on the same curve from five
# random starts. **Predict first:** do the five lines end at one and the same loss?

# %%
show("backprop.five_starts")

# %% [markdown] tags=["fact-squared-error"]
# All five start high and fall. No two take the same way, and they end near each other, not at one point. So when
# this course says something about training, it tries several starts.
#
# ## How wrong, in two ways
#
# For numbers you know a loss from lesson 1: square each error and average the squares, the **mean squared error**. For
# classes there is a better one. The network gives each class a score:
#
# {term logit}
#
# Suppose the right class got the probability p. Then the loss of this example is −log p, with the natural logarithm.
# Before you run the cell: which of the three probabilities costs most?

# %%
p = np.array([0.9, 0.5, 0.01])
print((-np.log(p)).round(2))

# %%
show("backprop.minus_log")

# %% [markdown] tags=["fact-cross-entropy"]
# Sure and right costs next to nothing. Sure and wrong costs a lot, and there is no upper end.
#
# {term cross-entropy}
#
# In a formula, for N examples and any number of classes c:
#
# $$L = -\frac{1}{N} \sum_{n=1}^{N} \sum_{c} y_{nc} \log p_{nc}$$
#
# Here $y_{nc}$ is 1 for the right class of example n and 0 for all others, so one term of the inner sum is left. With two
# classes and a single probability p for the class 1, the same thing reads $-[y \log p + (1 - y) \log(1 - p)]$.

# %%
ask("backprop.cross-entropy")

# %% [markdown]
# The probabilities come from softmax. Do you still know its steps?

# %%
ask("layers.softmax-steps", again="backprop")

# %% [markdown] tags=["fact-from-logits"]
# Libraries take softmax and logarithm in one go and compute this loss from the logits. Below the network is so sure of the
# wrong class that the right one gets a probability of 0 in the computer, and the logarithm of 0 has no value. From the
# logits nothing breaks:

# %%
logits = tensor([[1000.0, 0.0]])  # two classes, and the right one is the one with 0
functional.cross_entropy(logits, np.array([1])).item()

# %%
ask("backprop.equal-logits")

# %% [markdown]
# ## What a slope says
#
# The smallest model there is: guess = w·x. One example: x = 2, and the right answer is 3. With w = 1 the guess is 2, the
# error {1 * 2 - 3}, the loss {(1 * 2 - 3)**2}. Now nudge w up and down by 0.001 and compare.


# %%
def loss(w):
    return (w * 2.0 - 3.0) ** 2


nudge = 0.001
print(round((loss(1.0 + nudge) - loss(1.0 - nudge)) / (2 * nudge), 3))

# %% [markdown] tags=["fact-no-blame"]
# The loss moves {-slope_in_w(1)} times as far as w, and the other way: raise w, and the loss falls. That is the slope of the loss in w.
# A network has many weights and biases, and each of them has such a slope.
#
# {term gradient}
#
# It is tempting to call it *blame*. Put 1.5 in place of each 1.0 in the cell above: the slope is {slope_in_w(1.5):.0f}. The guess is exactly right there, and
# everything hangs on this w. A slope speaks about a small nudge, here and now. It does not say how much a weight
# matters, and it does not say whose fault an error is.

# %% [markdown]
# Softmax has slopes too. Three classes, cat, dog and owl, have the scores 2, 1 and 0. Every score moves every share, so there is not one slope but a table of them. Nudge
# the score of the cat by 0.001, and see how far each share moves, divided by the nudge.
#
# **Predict first:** which shares grow, which shrink, and what do the three slopes add up to?


# %%
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


z, nudge = np.array([2.0, 1.0, 0.0]), np.array([0.001, 0.0, 0.0])
print(((softmax(z + nudge) - softmax(z)) / 0.001).round(3))

# %% [markdown] tags=["fact-softmax-slope"]
# The cat's share grows, the other two shrink, and since the shares still add up to 1, the slopes add up to 0. You can work
# them out from the shares:
#
# - own score: share times (1 − share). For the cat {shares[0]:.3f} · (1 − {shares[0]:.3f}) = {cat_slopes[0]:.3f}. Like the slope of the sigmoid it is at most 1/4.
# - another score: minus the product of the two shares. For the dog {-shares[0]:.3f} · {shares[1]:.3f} = {cat_slopes[1]:.3f}, for the owl
#   {-shares[0]:.3f} · {shares[2]:.3f} = {cat_slopes[2]:.3f}.
#
# Three scores and three shares make nine slopes. Their table is called the *Jacobian* of softmax.

# %% [markdown]
# ## Nudging does not scale
#
# So a gradient could be found by nudging. Each parameter takes two forward passes, one a little above and one a little below.
# (Comparing with the loss you already have saves one of them, and gives a less exact slope.) **Predict first:** how many
# times as long does that take as the sweep you are about to learn?

# %% tags=["fact-support-nudge-race"]
NudgeRace()

# %% [markdown] tags=["fact-nudging-costs"]
# With 67 hidden units nudging needs {nudging_passes(67):,} forward passes, and your own clock shows how far behind it falls. For a million parameters
# it is two million, and that is one single step of training. Keep nudging for what it is good at: it is slow, plain, and
# hard to get wrong, so it makes a good referee.
#
# ## Slopes multiply along a chain
#
# How to do better? Take two steps, one after the other. Look at what a nudge of 0.001 does to each number.

# %%
show("backprop.chain")

# %% [markdown] tags=["fact-chain-rule"]
# The first step moves u {SLOPE_U} times as far as x. The second moves y {SLOPE_Y} times as far as u, because the slope of u² is 2u and
# u is 6. Together that is {SLOPE_U * SLOPE_Y} times as far.
#
# {term chain rule}
#
# $$\frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx}$$
#
# Each step needs to know its own slope and nothing else. A ReLU's slope is 1 where it is on and 0 where it is off: on the way
# back it works like a gate.

# %%
ask("backprop.relu-gate")

# %% [markdown]
# Here is a neuron with ReLU and a squared error, w = 3 and b = −1, on the input 2 with the right answer 3. The engine of
# this course records what is computed. `trace.backward_steps` then goes back, one operation at a time.
#
# **Predict first:** the error is {ERROR}. Which number does `square` hand to `sub`?

# %%
w, b = tensor(3.0, requires_grad=True), tensor(-1.0, requires_grad=True)
error = (w * 2.0 + b).relu() - 3.0
for step in trace.backward_steps(error.square()):
    print(step.operation, float(step.gradient))
print("w", float(w.grad), "  b", float(b.grad))

# %% [markdown]
# Each line shows the gradient that has arrived at the result of this operation. The slope of the square is 2 · 2 = {BACK}. The
# gate is open, so {BACK} goes on through `relu` and `add`. The input 2 makes {2 * BACK} of it for w.

# %%
ask("backprop.backward-order")

# %% [markdown]
# ## When a number is used twice
#
# One thing is still missing. What if a number goes into the result along two ways? Follow a nudge of 0.001 at the number `a`.

# %%
ask("backprop.diamond")

# %% [markdown]
# Now walk it. Type the numbers first. Then choose the order yourself: each button lets a node hand back all it holds at
# that moment. There is an order that makes `a` end at {CARELESS}. Find it, and see why it is wrong.

# %% tags=["fact-signature-walk"]
WalkBackwards()

# %% [markdown] tags=["fact-one-sweep", "fact-used-twice"]
# The order out, c, b, d, b ends at {CARELESS}. That is what a careless recursion does: b hands on 2 as soon as c has paid in, and
# when d has paid in too it hands on {2 + 3}, the old 2 included. In the right order a node waits until everybody who used it has
# paid in. Then it hands on once, and `a` ends at {DIAMOND}, as the nudge says.
#
# > A careful recursion can hand on only what is new. It ends at {DIAMOND} too, and it walks every way from the end to the start.
# > Put 20 such diamonds in a row and there are {2**20:,} ways, along {20 * 5} wires. The walk in the right order uses each wire once.
#
# The engine needs no sorting for that. A result is always younger than the numbers it was computed from, so it goes
# back youngest first.
#
# {term backpropagation}

# %%
a = tensor(1.0, requires_grad=True)
b = a + 1.0
(2.0 * b + 3.0 * b).backward()
print(a.grad)

# %% [markdown]
# What happens when you compute it once more, and call `backward` again?

# %%
ask("backprop.twice")

# %%
b = a + 1.0
(2.0 * b + 3.0 * b).backward()
print(a.grad)

# %% [markdown] tags=["fact-accumulates"]
# The old {DIAMOND} is still there, and the new one was added to it. So a training loop sets all gradients back to zero before each
# step. In lesson 5 you call it: `zero_grad`.
#
# ## A whole layer at once
#
# A layer does not go back number by number. With n examples in the rows of x, forward is `y = x @ W + b`. Say g is the
# gradient of y: one number for each number in y. Then
#
# | of | shape | way back |
# |---|---|---|
# | x | (n, in) | `g @ W.T` |
# | W | (in, out) | `x.T @ g` |
# | b | (out,) | `g.sum(axis=0)` |
#
# You need not remember it. A gradient has the shape of the thing it belongs to. As long as n, in and out differ, only one way to
# multiply the pieces gives that shape. The examples are summed up, since all of them use the same W and b.
#
# Is it true? The engine and the formula should agree.

# %%
rng = np.random.default_rng(0)
x, g = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
W = tensor(rng.normal(size=(3, 2)), np.float64, requires_grad=True)
(tensor(x, np.float64) @ W).backward(g)
print(np.allclose(W.grad, x.T @ g))

# %% [markdown] tags=["fact-no-jacobians", "fact-three-forwards", "fact-autograd", "fact-history", "fact-factor-per-layer"]
# Three things to take from it.
#
# - **The price.** Forward is one product of two matrices. Back there are two, one to hand on and one for the weights. So
#   back costs about twice as much as forward, and a training step about three forward passes. The race shows a little less:
#   its network has few layers, and nobody asks for the gradient of the inputs.
# - **What is not there.** From 100 units to 100 units with 64 examples, the table of all slopes would have {(64 * 100)**2:,}
#   entries. It is called the Jacobian, and the sweep never builds it. What travels back is {64 * 100:,} numbers.
# - **Where it starts.** For softmax with cross-entropy the first gradient is (p − y)/N: the probabilities minus the truth.
#   Two awkward slopes melt into something that short. You program it in the exercises.
#
# Libraries such as PyTorch and JAX write the forward pass down and differentiate it for you. It is called *autograd*, and at
# work you will use it. Doing it by hand once is how you learn to debug it.
#
# > **Where it comes from.** Seppo Linnainmaa described the sweep in 1970, for rounding errors. In 1986 Rumelhart, Hinton and Williams
# > made it popular for neural networks. Deep networks still had to wait. Fast graphics cards were one thing they needed; large
# > data sets, ReLU, better starts, normalisation and good software were others.
#
# ## Twenty layers down
#
# On the way back each layer multiplies: by its weights, and by the slopes of its activation. Twenty layers, and
# there are nineteen such factors between the outputs of the last and of the first. What is left of a gradient if each of them is
# {factor("0.05"):.2f}, or 1, or {factor("0.3"):.1f}? Guess, then run the cell.

# %%
print(f"{0.35**19:.0e}", f"{1.0**19:.0e}", f"{2.1**19:.0e}")

# %% [markdown]
# `2e-09` is how Python writes 2·10⁻⁹. The factor {factor("0.05"):.2f} leaves next to nothing, {factor("0.3"):.1f} makes a million,
# and 1 changes nothing. What sets the factor, before any training?
#
# {term initialisation}

# %%
ask("backprop.thermometers")

# %% [markdown] tags=["fact-xavier-he"]
# The spread of the first weights decides (their standard deviation). Two recipes have names, for layers with n units on
# either side: **Xavier** spreads them by √(1/n), and **He** by √(2/n), because ReLU switches half of the units off.
#
# Below you can try them, and three remedies with them:
#
# {term residual connection}
#
# {term normalisation}
#
# {term gradient clipping}
#
# Each dot is a layer, and one step on the axis is a factor of ten thousand. **Predict first:** which of the three remedies
# will not move the dots closer together?

# %% tags=["fact-support-thermometer"]
GradientThermometer()

# %% [markdown]
# At the spread 0.05 the gradient dies away on its way down. The He start brings it back, and so does layer normalisation. Clipping moves
# all dots by the same amount. Is any of this luck? Here are nine random networks for each spread.

# %%
show("backprop.nine_networks")

# %% [markdown] tags=["fact-vanishing-exploding", "fact-slopes-of-bends", "fact-weights-hide-it", "fact-remedies"]
# No luck. In the middle of the nine, layer 1 gets this much of what layer 20 gets:
#
# | spread | 0.05 | Xavier | He | 0.3 |
# |---|---|---|---|---|
# | outputs | {format_power(outputs("0.05"))} | {outputs("Xavier"):.3f} | {outputs("He"):.0f} | {format_power(outputs("0.3"))} |
# | weights | {weights("0.05"):.1f} | {weights("Xavier"):.1f} | {weights("He"):.1f} | {weights("0.3"):.1f} |
#
# The first row shows a **vanishing** gradient on the left and an **exploding** one on the right. The second row is a trap. In
# all four networks the gradients of the *weights* look alike from layer to layer. A layer's weights get inputs times gradient,
# and where the gradient is small the inputs are large. So look at the gradients of the outputs.
#
# What helps, again in the middle of nine:
#
# - **A better start**, as in the table. With ReLU, He is the one that fits. ReLU alone is no cure: all four networks have it.
# - **Another activation**, with the start that fits. Tanh with Xavier arrives at {outputs("Xavier", "tanh"):.2f}. The slope of tanh reaches 1. That of the
#   sigmoid is at most 1/4, and sigmoid layers shrink the gradient at each of the four spreads.
# - **A residual connection** around each layer: at the spread 0.05 it lifts {format_power(outputs("0.05"))} to {outputs("0.05", residual=True):.0f}, because the wire around the layer has
#   slope 1. With layer normalisation inside, it arrives at {outputs("0.05", residual=True, norm="layer"):.1f}.
# - **Layer normalisation** (over the units, for each example) alone gives {outputs("0.05", norm="layer"):.1f}, and the same at each of the four spreads: it takes
#   the scale out. **Batch normalisation** (over the examples, for each unit) gives {outputs("0.05", norm="batch"):.0f}, a mild explosion.
# - **Gradient clipping** moves all dots by the same amount. It keeps a step from being too long, and it mends no ratio.
#
# In lesson 3 you judged a sentence about more layers. Now you know what a long way back can do to a gradient. Judge that sentence once more.

# %%
ask("layers.more-layers", again="backprop")

# %% [markdown]
# ## Dead, or merely off?

# %%
ask("backprop.pre-off")

# %% [markdown] tags=["fact-off-or-dead"]
# A ReLU neuron is off where its sum is not above zero. Being off for some inputs is its job: that is the flat
# side of the hinge. It is another matter when it is off for every input of the data. Then it is called **dead**.
#
# {term dead unit}
#
# **Predict first:** the inputs below run from −2 to 2 and the weight is 1.5. Which bias turns the neuron off
# for every input?

# %% tags=["fact-support-dead-or-off"]
DeadOrOff()

# %% [markdown] tags=["fact-dead-remedies"]
# At b = {half_active:.0f} half of the inputs are active. At b = {none_active:.1f} none is: the largest input reaches 1.5 · 2 − 3 = 0,
# which is not above zero. Then the neuron gives 0 for all of them. Move the weight a little at b = −4 and
# nothing changes, so small changes cannot tell which way would be better.
#
# Stay at b = −4 and switch to Leaky ReLU. Its curve rises everywhere, if only a little, so a small change of the weight shows in every output,
# and the neuron can find its way back. GELU is a remedy near the corner only. Far below zero it is flat too: at b = −6 its slope is below 0.01 in size for
# {gelu_flat:.0%} of these inputs.

# %% [markdown] tags=["fact-dead-no-gradient"]
# ## A unit without a gradient
#
# So a dead unit's gate is shut for all the data, and no gradient comes through to its own
# weights. Below, one unit starts like that. **Predict first:** can it ever come back? Does it matter in which layer it sits?

# %% tags=["fact-support-dead-units"]
DeadUnits()

# %% [markdown] tags=["fact-dead-comes-back"]
# At start 3 the unit in the second hidden layer is on again at step {first_on(SECOND, 3)}, and up to there its own weights have not moved. The
# layer before it has. Its outputs grew, and they are this unit's inputs. And from other starts?

# %%
show("backprop.nine_starts")

# %% [markdown] tags=["fact-dead-stays", "fact-active-share"]
# From nine starts the unit came back in {came_back(SECOND)}, and in two of these it was off again at the end. In the first hidden layer it came
# back in {came_back(FIRST)} of nine. Its inputs are the data, and the data stay where they are. Under
# plain gradient descent nothing can wake it. With Leaky ReLU a little gradient gets through, and its weights move in all nine;
# in 200 steps that was enough in one.
#
# The sign to watch is the share of inputs for which each unit is on:

# %%
Z = np.array([[0.5, -1.0, 2.0], [-0.3, -0.2, 1.0], [1.2, -2.0, 0.1], [-0.7, -0.5, 0.4]])
print((Z > 0).mean(axis=0))

# %% [markdown]
# Each row is an example, each column a unit. The first is on for half of the examples, a healthy share. The one in the middle
# is off for all. The last one is always on, and then ReLU bends nothing.
#
# ## Quick check

# %%
ask("backprop.buys")

# %% [markdown]
# ## Checkpoint
#
# Close your eyes for a moment before you write. Recalling is what makes it stay.

# %%
ask("backprop.recall")

# %% [markdown]
# And the two questions from the beginning.

# %%
ask("backprop.step-cost")

# %%
ask("backprop.blame")

# %% [markdown]
# ## Build it yourself
#
# In the [exercises](../exercises/04_backprop.ipynb) you write the referee, the way back through a layer, and the walk itself. Then
# you hand your functions in with `use`, and the live pictures compute with them.
#
# ## What to take away
#
# {takeaways}
#
# ## Key terms
#
# {terms}
#
# ## Go deeper
#
# {deeper}
