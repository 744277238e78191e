# %% [markdown]
# {header}

# %%
import inspect

import numpy as np

from coursekit import ask, show
from coursekit.datasets import digits
from coursekit.engine import functional, tensor
from coursekit.widgets import DeadOrOff, DeadUnits, HandPass, NudgeRace, ReaderTraining
from coursekit.widgets import Value, WalkBackwards, XorByValues, train_deep

# %% [markdown]
# ## Who found all these weights?
#
# Your reader of lesson 3 has {READER:,} parameters, and you've set none of them. Each time I told you that "training found them", and you had to take my word for it. Today you get to see how.
#
# Think about what training is up against. It starts with random weights and with biases of 0, and at first the reader only guesses. Each of its {READER:,} numbers can be made a little larger or a little smaller. Which
# of the two helps, and by how much? If we knew that for all {READER:,}, we could move every one of them a little in the right direction, and look again. The whole question is how much work it is to find out.
#
# What do you expect? This card gives no marks yet. You'll meet it again at the end.

# %%
ask("backprop.step-cost", marked=False)

# %% [markdown] tags=["fact-random-start"]
# ## What does training do, over and over?
#
# Training begins at random and repeats four steps, thousands of times. One of them is marked in the drawing, and it's the one that this lesson is about.

# %%
show("backprop.four_steps")

# %% [markdown] tags=["fact-loop", "fact-only-the-gradient", "fact-squared-error"]
# 1. **Forward**: the network makes its guesses, as in lesson 3.
# 2. **Loss**: one number says how wrong the guesses are.
# 3. **Backward**: for each weight and each bias, find out how the loss would change if that parameter were nudged.
# 4. **Update**: move each of them a little, so that the loss gets smaller.
#
# Step 3 computes slopes and changes nothing. The update changes the parameters, and lesson 5 is about ways to do that well. Until then we use the plainest one.
#
# To see what such a slope is, take the smallest model there is: guess = w · x, with a single weight w. We have one example, x = 2, and its right answer is 3. As in lesson 1, the loss is the squared error (and with many examples, you average
# the squares: that's the *mean squared error*). With w = 1 the guess is 2, so the error is {1 * 2 - 3} and the loss is {(1 * 2 - 3)**2}.
#
# Now nudge w a little up and a little down, and compare the two losses. How many times as far as w did the loss move?


# %%
def loss(w):
    return (w * 2 - 3) ** 2


nudge = 0.001
print(round((loss(1 + nudge) - loss(1 - nudge)) / (2 * nudge), 3))

# %% [markdown]
# The loss moves {-slope_in_w(1)} times as far as w, and the minus sign says that it moves the other way: make w larger, and the loss gets smaller. This number is the slope of the loss in w. A network has many parameters, and the loss has a slope in each
# of them. What does it mean if one of these slopes is 0?

# %%
ask("backprop.blame")

# %% [markdown] tags=["fact-no-blame"]
# Our little model shows why. Put w = 1.5 into the cell above (1.5 in place of both 1s, before the `+` and the `-`): the slope is {slope_in_w(1.5):.0f}. The guess is exactly right there, and everything hangs on this one weight.
#
# {term gradient}
#
# So a gradient is a list of numbers, one for each parameter. People like to say that the gradient tells you which weights are *to blame*. It doesn't. It tells you what a very small nudge would do,
# here and now.
#
# ## Why not nudge every weight?
#
# Nudging is honest, and it needs no mathematics. Each parameter takes two forward passes, one with the parameter a little larger and one with it a little smaller. Your reader has {READER:,} parameters, so that's {2 * READER:,} forward passes before you may move anything at all.
#
# The other bar in this race is the method that you're about to learn. **Predict first:** how many times as long will the nudging take?

# %% tags=["fact-support-nudge-race"]
NudgeRace()

# %% [markdown] tags=["fact-nudging-costs"]
# With 67 hidden units nudging takes {nudging_passes(67):,} forward passes, and your own clock shows how long that is beside the other way. With a million parameters it's two million passes, for one single step of training.
#
# Still, keep the nudge in mind. It's slow, but it's hard to get wrong, so it makes a good referee. We'll call it whenever we want to know whether a clever computation is right.
#
# ## What happens on the way back?
#
# Here's a network with two inputs, two hidden ReLU units and one output, small enough to do everything by hand. The inputs are 2 and −1, and the right answer is 3. In the widget you first go forward, which you know. Then you go back from the loss, one step at a time, and at
# each place you ask the same question: *if this number moved a little, how many times as far would the loss L move?*
#
# The signs ∂L/∂y are a short way of writing that question down. Read ∂L/∂y as "the slope of L in y": how many times as far L moves as y does, while everything else that goes in stays as it is. The ∂ is a rounded d.
#
# One rule of school is all you need to begin: the slope of u² is 2u. So the slope of (y − 3)² in y is 2 · (y − 3). After that, every step only asks what one number does to the next.

# %% tags=["fact-support-hand-pass"]
HandPass()

# %% [markdown] tags=["fact-hand-pass"]
# That was **backpropagation**. One rule is still missing, for a number that's used twice, and it comes in part 2.
#
# Did you notice that you never started anew? ∂L/∂h₁ = {HAND["dh1"]:.0f} served three parameters: w₁₁, w₂₁ and b₁. If you nudged, each of the three would have cost you a whole forward pass or two. On the way back they shared the work.
#
# ## How do three factors make a slope?
#
# Follow one weight from the loss back to where it stands: w₂₁, which joins the second input to the first hidden unit. A nudge of w₂₁ moves h₁, that moves y, and that moves L. Each of these steps multiplies the nudge by a slope of its own:
#
# $$\frac{\partial L}{\partial w_{21}} = \frac{\partial L}{\partial y} \cdot \frac{\partial y}{\partial h_1} \cdot \frac{\partial h_1}{\partial w_{21}}$$
#
# From left to right, the three factors are {HAND["dy"]:.0f} (the slope of the loss), 3 (the weight v₁) and −1 (the input x₂, since h₁ is on). Their product is {HAND["dw21"]:.0f}, as you've found.
#
# {term chain rule}

# %% [markdown] tags=["fact-chain-rule"]
# In this example both hidden units are on. In the last factor, that made the slope of ReLU 1, and you could leave it out. What if a unit is off?

# %%
ask("backprop.relu-gate")

# %% [markdown]
# So on the way back, ReLU works like a gate: what arrives goes through as it is, or not at all. Which of the two, the sum z decided on the way *forward*.
#
# Now the same pass for all weights at once, as tables. You know the forward part from lesson 3. On the way back, each line takes what the line before it has found. (`*` between two tables multiplies entry by entry, `z > 0` counts as 1 where it's true and as 0 where it isn't.)

# %%
x, target = np.array([[2.0, -1.0]]), 3.0
W1, b1 = np.array([[3.0, 1.0], [5.0, 2.0]]), np.array([1.0, 1.0])
W2, b2 = np.array([[3.0], [-2.0]]), np.array([-2.0])  # v₁ and v₂, and what was c; b1 holds b₁ and b₂
z = x @ W1 + b1
h = np.maximum(0, z)
y = h @ W2 + b2
dy = 2 * (y - target)  # ∂L/∂y
dh = dy @ W2.T  # ∂L/∂h: what arrives, times the weights
dz = dh * (z > 0)  # the gate
dW1 = x.T @ dz
print(dW1)

# %% [markdown] tags=["fact-chain-for-w1"]
# These are your four numbers. In one line, with the same three factors (⊙ stands for "entry by entry", φ′ for the slope of the bend, and the number in brackets says which layer):
#
# $$\frac{\partial L}{\partial W^{(1)}} = x^{\mathsf T} \left[ \left( \frac{\partial L}{\partial y}\, W^{(2)\mathsf T} \right) \odot \varphi'(z) \right]$$
#
# Two things in it may look odd, and both are what you did by hand. `W2.T` is the table of weights with rows and columns exchanged: forward, h₁ and h₂ were *gathered* in y; back, what arrives at y is *handed out* to h₁ and h₂ through the same weights. And `x.T @ dz` multiplies a column by a row. Each pair gives one entry of the table: row i, column j holds
# the input number i times what arrived at unit number j. With x = (2, −1) and what arrived, ({HAND["dh1"]:.0f}, {HAND["dh2"]:.0f}), that's
#
# | times | {HAND["dh1"]:.0f} | {HAND["dh2"]:.0f} |
# |---|---|---|
# | **2** | {HAND["dw11"]:.0f} | {HAND["dw12"]:.0f} |
# | **−1** | {HAND["dw21"]:.0f} | {HAND["dw22"]:.0f} |
#
# Is it of any use? Move every parameter a very small step *against* its slope, and see what becomes of the loss, which was {HAND["loss"]:.0f}.

# %%
step = 0.001
W2, b2 = W2 - step * (h.T @ dy), b2 - step * dy[0]  # h.T @ dy is made like dW1; [0] takes the only row
W1, b1 = W1 - step * dW1, b1 - step * dz[0]
# .item() takes the number out of a table that holds only one
print(round(((np.maximum(0, x @ W1 + b1) @ W2 + b2 - target) ** 2).item(), 2))

# %% [markdown]
# One small step, and nearly a third of the loss is gone. This network has learned something, and you know exactly how.

# %% [markdown]
# {pause}

# %% [markdown]
# ## How can a program remember the drawing?
#
# You knew what to multiply because you had the drawing in front of you. A program has no drawing; it computes one number after the other. So each number must remember two things: which numbers it was made from, and how steeply it depends on each of them.
#
# A class that does this is short. Here it's called `Value`, and it's the idea at the heart of the libraries with which networks are trained. You'll write it yourself in the exercises; until then, the course's own stands in. For a product, the slope in one factor is the other factor; for a sum, both slopes are 1; for ReLU, it's the gate.

# %%
x, w, b = Value(2.0), Value(3.0), Value(-1.0)
y = (x * w + b).relu()
z = y.parents[0]
print(y, "was made from the sum", z, "with slope", y.slopes)
print("The sum was made from", z.parents, "with slopes", z.slopes)

# %% [markdown] tags=["fact-value"]
# (`grad` is 0 as long as nothing has come back. `(1.0,)` with its comma is how Python writes a list of one that can't be changed.)
#
# Nobody drew this network, and yet it can be walked from the end back to the inputs. That's what `backward` does: it starts with 1 at the end, and every Value hands each of its parents its own gradient times the slope. **Predict first:** what will the gradients of w and b be?

# %%
y.backward()
print(w.grad, b.grad)

# %% [markdown]
# A nudge of w is doubled by the input 2, and a nudge of b arrives as it is. (The word *gradient* is also used for any number on the way: how many times as far the result moves as this number does.) But one thing can still go wrong, and it's worth seeing how. What if a number is used twice?

# %%
ask("backprop.diamond")

# %% [markdown]
# Now walk it yourself. Type each gradient.

# %% tags=["fact-signature-walk"]
WalkBackwards()

# %% [markdown]
# On paper, you saw whose turn it was. A program can't see that. So take over its part, and choose who hands on when. (On one wrong way, `b` hands on too early and again at the end, and `a` ends at {CARELESS}. Find that one too.)

# %%
ask("backprop.walk-order")

# %% [markdown] tags=["fact-one-sweep", "fact-used-twice"]
# The order out, c, b, d, b leaves {CARELESS} in `a`. It's what you get if a number hands on whenever something arrives: b hands on 2, and when d has paid in too, b hands on all it has, {2 + 3}, with the old 2 in it, so a gets {2 + 2 + 3}. In the right order every number waits until all that used it have paid in. Then it hands on once, and
# `a` ends at {DIAMOND}, as the nudge says.
#
# How does a program find such an order? `Value.backward` first goes through everything behind the result and puts each number on a list *after* all the numbers that it was made from. Then it walks through that list backwards, so each number's turn comes after everyone who used it.
#
# <details style="margin-bottom: 1em"><summary><b>Couldn't it hand on only what's new each time?</b></summary>
#
# It could, and it would end at {DIAMOND}. But if each number hands on the moment something arrives, the walk goes along every path from the end to the start, one by one. Put 20 such diamonds in a row, and there are {2**20:,} paths; the walk in the right order uses each of the {20 * 5} wires once.
#
# </details>
#
# {term backpropagation}
#
# One more thing about `backward`. Here's the graph once more, with Values.

# %%
a = Value(1.0)
b = a + Value(1.0)
(Value(2.0) * b + Value(3.0) * b).backward()
print(a.grad)

# %%
ask("backprop.twice")

# %%
b = a + Value(1.0)
(Value(2.0) * b + Value(3.0) * b).backward()
print(a.grad)

# %% [markdown] tags=["fact-accumulates"]
# The old {DIAMOND} was still there, and the new one was added to it; a third call would add {DIAMOND} once more. That's why every training loop with such an engine sets the gradients back to zero before each step. In lesson 5 that call is named `zero_grad`.
#
# Is `Value` right? Ask the referee. Nudge a up and down, and compare with {DIAMOND}.


# %%
def out(start):
    b = start + 1
    return 2 * b + 3 * b


print(round((out(1.001) - out(0.999)) / 0.002, 3))

# %% [markdown]
# ## Can such numbers learn XOR?
#
# In lesson 1, no single neuron could. In lesson 3, I gave you the weights of two helpers. Now let `Value` find weights by itself: random start, forward, loss (the squared error, averaged over the four points), `backward`, and a small step against the gradient. That's repeated {STEPS} times. The number
# that multiplies the gradient in each step, η (say "eta"), is called the *learning rate*.
#
# **Predict first:** two hidden units are enough, as you know. The slider has nine random starts. From how many of them will training find them, and from how many with four units?

# %% tags=["fact-support-xor-by-values"]
XorByValues()

# %% [markdown] tags=["fact-xor-learned"]
# With η = 0.1, two units got all four points right within {STEPS} steps from {xor_right(2)} of nine starts, four units from {xor_right(4)}, and eight units from {xor_right(8)}. What a network *can* do and what training *finds* are two questions, as in lesson 3. With more units there are more ways to write XOR down, and training found one of them more often.

# %% [markdown]
# {pause}

# %% [markdown]
# ## And where is the rest of the engine?
#
# The course's engine is this idea with arrays in place of numbers. `tensor` makes an array that remembers, `requires_grad=True` says that you want its gradient, and `.item()` takes the number out of an array that holds only one. Here's its ReLU. Where's the gate? (You can skip what follows `:` and `->`, which are types. NaN means "not a number".)

# %%
print(inspect.getsource(functional.relu))

# %% [markdown] tags=["fact-engine-is-the-same", "fact-autograd"]
# `value` is the result of the way forward, and `vjp`, a function inside the function, is the way back: it takes what arrives, g, and lets it through where the result isn't 0. That's your gate, for a whole array at once. (The letters stand for *vector-Jacobian product*. You'll see why in a moment.) What a result was made from is noted elsewhere in the engine. The order comes in another way than in `Value`: every result is younger than what
# it was made from, so of all that have received a gradient and not handed it on, the youngest goes first. You can read the rest in `coursekit/engine/autograd.py`.
#
# PyTorch does the same, and JAX gets there by a related way. It's called *autograd*, and at work you'll use it and not your own. You do it once by hand because that's how you learn to find what's wrong when a network doesn't train.
#
# For a layer `y = x @ W + b` with n examples in the rows of x, the way back is three short lines. Say g is what has arrived at y, one number for each number in y:
#
# | gradient of | its shape | the way back |
# |---|---|---|
# | x | (n, in) | `g @ W.T` |
# | W | (in, out) | `x.T @ g` |
# | b | (out,) | `g.sum(axis=0)` |
#
# You've done all three by hand, with n = 1 and a single output. With more outputs, `g @ W.T` adds up what comes back from each of them. With more examples, `x.T @ g` adds up what the examples bring, because all of them use the same W. Does the engine agree? (`.backward(g)` starts with g in place of 1, because y isn't a single number.)

# %%
rng = np.random.default_rng(0)
x, g = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
W = tensor(rng.normal(size=(3, 2)), np.float64, requires_grad=True)
(tensor(x, np.float64) @ W).backward(g)
print(np.allclose(W.grad, x.T @ g))

# %% [markdown] tags=["fact-no-jacobians", "fact-three-forwards", "fact-history"]
# Now you can say what a step of training costs. Forward, a layer is one matrix product. Back, there are two: `x.T @ g` for its own weights and `g @ W.T` to hand on. So the way back costs about twice the way forward, and forward and back together cost about three forward passes, *however many parameters there are*. (The update is small beside them when the batch is large. The first layer costs
# less: it hands nothing on, because nobody asks for the gradient of the data. In a network of two layers that's a large part, so the race showed less than three.)
#
# And look at what isn't there. The table that says how each of the n · out results depends on each of the n · in inputs is called the **Jacobian** of the layer. For 64 examples and 100 units on both sides it would have {(64 * 100)**2:,} entries. Nobody builds it. The way back only ever needs its *product* with what arrives, g, which has {64 * 100:,} numbers, and one short matrix product, `g @ W.T`, gives exactly that. (The table for W is spared in the same way, by `x.T @ g`.)
#
# <details style="margin-bottom: 1em"><summary><b>Where it comes from</b></summary>
#
# Seppo Linnainmaa described the sweep back in 1970, to estimate rounding errors. In 1986 Rumelhart, Hinton and Williams made it popular for neural networks. Deep networks had to wait even longer. Fast graphics cards were one thing they needed; large data sets, ReLU, better starts, normalisation and good software were others.
#
# </details>

# %% [markdown]
# {pause}

# %% [markdown]
# ## How wrong are ten probabilities?
#
# Your reader's answer isn't one number. It gives each of the ten digits a score, and softmax makes probabilities of the scores.
#
# {term logit}
#
# How wrong is such an answer? We could take the probability p that the right digit got, and want it to be large. For a thousand digits, we'd want all thousand to be large, so let's multiply them: the product is the probability that the reader gives to the whole list of right answers. But look at what happens to such a product.

# %%
p = np.array([0.9, 0.5, 0.01])
print(f"{p.prod():.4f} {0.9**1000:.0e} {0.9**10_000}")
print(np.log(p).round(2), np.log(p).sum().round(2), np.log(p.prod()).round(2))

# %% [markdown] tags=["fact-log-probability"]
# Even if a reader gives every one of a thousand digits 0.9, the product is about 2 · 10⁻⁴⁶ (Python writes `2e-46`). For ten thousand digits it's too small for the computer, and Python gives 0. The logarithm helps, because it turns products into sums: in the last line, the sum of the three logarithms is the logarithm of the product. (It's the natural logarithm, which undoes "e to the power of".)
#
# Logarithms of numbers below 1 are negative, so we put a minus in front: then it's a loss, and smaller is better. And we take the mean over the examples, so that it doesn't matter how many there are. What does an example cost by this measure?

# %%
show("backprop.minus_log")

# %% [markdown] tags=["fact-cross-entropy"]
# To be sure and right costs next to nothing. To be sure and wrong costs a lot, and there's no upper end.
#
# {term cross-entropy}
#
# Books write it with two sums. The Σ (a Greek S) means "add up": $\sum_{n=1}^{N}$ adds up what stands behind it for example number 1, number 2 and so on up to N. For N examples, where c runs through the classes,
#
# $$L = -\frac{1}{N} \sum_{n=1}^{N} \sum_{c} y_{nc} \log p_{nc}$$
#
# Here $y_{nc}$ is 1 for the right class of example n and 0 for all others. (Careful: so far y was the output. In this sum it's the truth, and later in p − y as well.) Take two examples and three classes, with the right classes 1 and 3: of the six terms, only log p₁₁ and log p₂₃ are left, so it's the same loss. With two
# classes, 0 and 1, and the probability p for class 1, an example of the class y (0 or 1) costs $-[y \log p + (1 - y) \log(1 - p)]$.

# %%
ask("backprop.cross-entropy")

# %%
ask("backprop.equal-logits")

# %% [markdown] tags=["fact-from-logits"]
# So a reader of ten digits that has no idea pays log 10 = {math.log(10):.2f}. Remember this number. Training usually starts a little above it, because random scores are a bit surer than they should be.
#
# Libraries compute softmax and logarithm in one go, from the logits. Below, the network is so sure of the wrong class that the right one gets a probability of 0 in the computer, and 0 has no logarithm. From the logits nothing breaks:

# %%
logits = tensor([[1000.0, 0.0]])  # two classes, and the right one is the one with the logit 0
functional.cross_entropy(logits, np.array([1])).item()

# %% [markdown]
# ## What arrives at the scores?
#
# The way back begins at this loss, so we need its slope in each score. One score you can think through right now. If the right class has the probability p, and you raise its score a little: how many times as far does the loss move?

# %%
ask("backprop.score-slope")

# %% [markdown] tags=["fact-p-minus-y"]
# Let's derive it. S stands for the sum of all eᶻ, so the right class has p = eᶻ / S, and the loss is
#
# $$-\log \frac{e^{z_{\text{right}}}}{S} = -z_{\text{right}} + \log S$$
#
# The first part has the slope −1 in the right score and 0 in every other. In the second part, S is made of powers, and eᶻ is its own slope; the logarithm divides by S (its slope is 1/S). So by the chain rule the slope of log S in a score $z_k$ is $e^{z_k} / S$. And that's exactly the
# probability $p_k$. Together:
#
# $$\frac{\partial L}{\partial z_k} = p_k - y_k$$
#
# What arrives at the scores is *the probabilities minus the truth*. If the reader gives the right digit 0.7, its score is pulled up with 0.3, and the others are pushed down with the 0.3 that they share. With N examples, each has its own p − y, divided by N.
#
# Compare that with softmax alone. Three classes, cat, dog and owl, have the scores 2, 1 and 0. Raise the score of the cat a little. **Predict first:** which probabilities grow, which shrink, and what do the three slopes add up to?


# %%
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


z, nudge = np.array([2.0, 1.0, 0.0]), np.array([0.001, 0.0, 0.0])
print(((softmax(z + nudge) - softmax(z)) / 0.001).round(3))

# %% [markdown] tags=["fact-softmax-slope"]
# The cat's probability grows, the other two shrink, and since all three still add up to 1, the slopes add up to 0. In its own score a probability has the slope p · (1 − p), here {shares[0]:.3f} · (1 − {shares[0]:.3f}) = {cat_slopes[0]:.3f}, which like the slope of the sigmoid is at most 1/4. In another score it's minus the product of the two probabilities, for the dog
# {-shares[0]:.3f} · {shares[1]:.3f} = {cat_slopes[1]:.3f}. Three scores and three probabilities make nine slopes, and their table is the Jacobian of softmax. Say the cat is the right class. Multiplied by the slope of −log p in p, which is −1/p, its own entry becomes −(1 − p) = p − 1, and the other two entries become the probabilities of the dog and the owl: p − y again. (The table is the same when rows and columns change places: the cat's probability moves with the dog's score as the dog's does with the cat's.) Two awkward pieces melt into something short, and that's a second reason why libraries
# keep them in one piece.
#
# ## Will your reader learn?
#
# Now you have all the pieces: the way back through the loss, through a layer, and through ReLU. Below, a reader 64-16-10 starts at random and takes 300 steps, each on 50 digits drawn from the thousand training digits. (Such a draw is a *mini-batch*; lesson 5 says more about it.) The three functions that carry the gradient are the course's, until you hand in your own with `use` in the exercises.
#
# Draw a digit. **Predict first:** how many of the 300 steps will it take until nine out of ten digits are read, and what will the 16 paintings look like at step 0 and at the end?

# %% tags=["fact-support-reader-training"]
ReaderTraining()

# %% [markdown] tags=["fact-reader-trained"]
# With η = 0.3 the reader passed nine out of ten at step {reader_passes[0]} to {reader_passes[1]}, depending on the start, and after 300 steps the nine starts read {reader_read[0]:.0%} to {reader_read[1]:.0%} of the {validation} validation digits. The paintings began as noise. Bit by bit, patches of plus and minus came out of it in many of them,
# made of nothing but the digits and p − y, handed back through two layers, 300 times.
#
# From today, "training found them" isn't magic any more. It's arithmetic that you can do by hand.

# %% [markdown]
# {pause}

# %% [markdown]
# ## What if there are twenty layers on the way?
#
# Your reader has one hidden layer. Does all this still work with twenty? On the way back each layer multiplies what arrives by its weights, and by the slopes of its bends. So there's a factor for each layer, and factors multiply. Let's find out how large such a factor is, before any training, and on what it depends.
#
# The cell draws random layers of n ReLU units, with weights of a certain *spread* (their standard deviation; 0 is their mean). It sends random inputs forward, sends random numbers back, and measures the *length* of the gradient twice, on top and after all twenty layers: square all its entries, add them up, take the root. `factor` is what one layer multiplies that length by (the 20th root of what all 20 do). Further down we divide it by the spread, to see what's left.


# %%
def factor(n, spread, layers=20):
    rng = np.random.default_rng(0)
    h, g, passed = rng.normal(size=(100, n)), rng.normal(size=(100, n)), []
    for _ in range(layers):
        W = rng.normal(size=(n, n)) * spread
        passed.append((W, h @ W > 0))  # the weights, and who is on
        h = np.maximum(0, h @ W)
    before = np.linalg.norm(g)
    for W, on in reversed(passed):  # from the last layer back
        g = (g * on) @ W.T  # through the gate, then through the weights
    return (np.linalg.norm(g) / before) ** (1 / layers)


# %% [markdown]
# Now try three spreads, 0.02, 0.1 and 0.5, and three sizes n, each four times the one before. **Predict first:** in which direction will the printed numbers change, along the rows or down the columns?

# %%
for n in (18, 72, 288):
    print(n, *[round(float(factor(n, spread) / spread), 1) for spread in (0.02, 0.1, 0.5)])

# %% [markdown] tags=["fact-factor-per-layer"]
# In each row the three numbers are the same, so the factor grows in step with the spread. And from row to row, n is four times as large, and the number doubles: that's a root. About 3, 6 and 12: these are the roots of 9, 36 and 144, and these are n/2. So
#
# $$\text{factor of a layer} \approx \text{spread} \cdot \sqrt{n/2}$$
#
# You can see where the 2 comes from: about half of the units are off, and their gates are shut. With 100 units and the spread 0.05, that's a factor of 0.05 · √50 = {factor("0.05"):.2f}. What does it do over twenty layers?

# %%
ask("backprop.thermometers")

# %% [markdown] tags=["fact-xavier-he"]
# There's a way out: choose the spread so that the factor is 1.
#
# {term initialisation}
#
# Two recipes have names, for layers with n units on either side. **Xavier** spreads the weights by √(1/n), which suits bends with a slope of 1 around 0, such as tanh. **He** spreads them by √(2/n), so with ReLU the factor is √(2/n) · √(n/2) = 1.
#
# There are remedies that don't touch the spread, too:
#
# {term residual connection}
#
# {term normalisation}
#
# {term gradient clipping}
#
# Write the sums of a layer as a table, with an example in each row and a unit in each column. *Layer* normalisation rescales each row, and *batch* normalisation each column.
#
# The next network is a real one: 20 hidden layers of 100 units (without biases) between the 64 squares and the ten scores, and what starts on top is p − y for 64 digits. Each dot is a layer, and each mark on the axis is a factor of ten thousand. On the right you see the losses of five trainings with these settings. Leave the spread at 0.05. Which remedy brings the gradient down to the first layer?

# %% tags=["fact-support-thermometer"]
ask("backprop.remedy")

# %% [markdown]
# Was it luck? Here are nine random networks for each spread, without any remedy.

# %%
show("backprop.nine_networks")

# %% [markdown] tags=["fact-vanishing-exploding", "fact-slopes-of-bends", "fact-remedies"]
# It wasn't luck. The table shows what layer 1 gets, as a multiple of what layer 20 gets, in the middle of the nine. Beside it stands the mean loss of the last ten of 200 training steps: the middle of five starts, and in brackets the least and the largest. (Guessing costs {math.log(10):.2f}.)
#
# | spread | gradient | loss |
# |---|---|---|
# | 0.05 | {format_power(outputs("0.05"))} | {losses("0.05")} |
# | Xavier | {format_power(outputs("Xavier"))} | {losses("Xavier")} |
# | He | {format_power(outputs("He"))} | {losses("He")} |
# | 0.3 | {format_power(outputs("0.3"))} | {losses("0.3")} |
#
# In the first row you see a **vanishing** gradient, and in the last an **exploding** one. (There the loss is in the millions even before the first step, since the scores explode on the way forward, too.) ReLU alone is no cure, because all four networks have it: the start matters. It matters for other bends, too. With Xavier, layer 1 of a tanh network gets {outputs("Xavier", "tanh"):.2f} times what layer 20 gets. The slope of the sigmoid is at most 1/4, and sigmoid layers shrink the gradient at each of the four spreads.
#
# And the remedies, at the spread 0.05? (Here the brackets after the gradient show its least and its largest value in the nine.)
#
# | remedy | gradient | loss |
# |---|---|---|
# | none, or clipping | {gradients("0.05")} | {losses("0.05")} |
# | residual | {gradients("0.05", residual=True)} | {losses("0.05", residual=True)} |
# | layer normalisation | {gradients("0.05", norm="layer")} | {losses("0.05", norm="layer")} |
# | batch normalisation | {gradients("0.05", norm="batch")} | {losses("0.05", norm="batch")} |
# | residual and layer normalisation | {gradients("0.05", residual=True, norm="layer")} | {losses("0.05", residual=True, norm="layer")} |
#
# - A **residual connection** gives the gradient a wire around each layer but the first, with slope 1, and what goes through the layer is added to it. At a random start the two don't cancel. On the whole they point a little the same way, so their sum is no shorter than what went in, and nothing vanishes. But the gradient may grow: at the spread of He, layer 1 gets {format_power(outputs("He", residual=True))} times what layer 20 gets. The forward signal explodes as well, so the loss begins at tens of thousands, and with no η that was tried did it come below 99 in 200 steps. That's one reason why most residual networks have a normalisation inside, too.
# - **Layer normalisation** takes the scale of the weights out, so layer 1 gets about the same multiple of what layer 20 gets at each of the four spreads. But the same η moves small weights by a larger share than large ones, so η has to fit: the best of those tried was {rate("0.05", norm="layer"):g} at the spread 0.05, and {rate("0.3", norm="layer"):g} at 0.3. **Batch normalisation** explodes mildly, and the network trains all the same.
# - **Clipping** multiplies all gradients by one factor, and only when all of them together are too long. It keeps a step from being too large, and mends no ratio. At the spread 0.05 it has nothing to do. At 0.3 the loss ends at what guessing costs ({trained("0.3", clip=True)}), but not because the network has learned anything: its last hidden layer is off for every training digit, so all ten scores are 0.
#
# (In each setting, η was the best of {rates} on another start. Of several that ended alike we took the largest, and where none came below 99, the smallest. An η between two of them, or beyond either end of the list, might do better, and one that suits that start may be too large for others: with Xavier, some of the five ran away. 200 steps are few, and a loss that hasn't moved yet might move later.) You can run such a training yourself, with your own start and η. (Here all three get the η that suited He.) It prints the mean loss of every ten steps. It takes only a few here; try `steps=200`.

# %% tags=["fact-deep-trained"]
for start in ("0.05", "Xavier", "He"):
    print(f"{start:7}", train_deep(start, rate=0.01, seed=1, steps=60))

# %% [markdown] tags=["fact-weights-hide-it"]
# ## Do the first layers learn more slowly?
#
# You often read that with a vanishing gradient "the first layers hardly learn". Look at the other gradients before you believe it: the update of a layer uses the gradient of its *weights*. Here's how long that is, at the spread 0.05.
#
# | layer | 1 | 10 | 20 |
# |---|---|---|---|
# | gradient of its outputs | {format_power(lengths("activations", 1))} | {format_power(lengths("activations", 10))} | {format_power(lengths("activations", 20))} |
# | gradient of its weights | {format_power(lengths("weights", 1))} | {format_power(lengths("weights", 10))} | {format_power(lengths("weights", 20))} |
#
# The gradient of the weights is inputs times what arrives, `x.T @ g`. At the bottom little arrives, but at the top the *inputs* have shrunk, by the same factors on their way forward. So the weights of every layer starve alike, and this network, which has no biases, stands still. Biases would fare differently: the gradient of a bias is the sum of what arrives, so the top ones would move and the bottom ones wouldn't. Both views are true, and they answer different questions. The gradient of the outputs shows what the layers do to a signal on its way back, so it tells you where
# the factor comes from. The gradient of the weights shows what an update would change. Where the gradient shrinks on its way back but the forward signal keeps its size (with sigmoid units, for instance), the first layers do learn more slowly.
#
# {pause}

# %% [markdown]
# ## Where else can a gradient get lost?
#
# There's one more way for a gradient to get lost, even in a small network: the gate of a ReLU unit. Say you look at one input, and a unit gives 0.

# %%
ask("backprop.pre-off")

# %% [markdown] tags=["fact-off-or-dead"]
# A ReLU neuron is off where its sum isn't above zero. Being off for some inputs is its job, because that's the flat side of the hinge. It's another matter when it's off for *every* input of the data.
#
# {term dead unit}
#
# **Predict first:** the inputs below run from −2 to 2, and the weight is 1.5. Which bias turns the neuron off for every input?

# %% tags=["fact-support-dead-or-off"]
DeadOrOff()

# %% [markdown] tags=["fact-dead-remedies"]
# At b = {half_active:.0f} the neuron is on for half of the inputs. At b = {none_active:.1f} it's on for none: the largest input reaches 1.5 · 2 − 3 = 0, which is not above zero. Below that, a small change of the weight changes nothing, and no slope can tell which way would be better.
#
# Go to b = −4 and switch to Leaky ReLU. Its curve rises everywhere, if only a little, so a small change of the weight shows in the output for every input but 0, and a slope tells which way would be better. Whether the neuron gets back in time is another matter. GELU is a remedy only near zero. Far below zero it's flat, too: at b = −6 its slope is below 0.01 in size for {gelu_flat:.0%} of these inputs.

# %% [markdown] tags=["fact-dead-no-gradient"]
# ## Can a dead unit come back?
#
# Its gate is shut for all the data, so no gradient comes through to its own weights. Below, a network 1-8-8-1 learns a curve, and one of its units starts dead: its largest sum lies 0.1 below zero. **Predict first:** can it ever come back? Does it matter in which layer it sits, and how far below zero it begins?

# %% tags=["fact-support-dead-units"]
DeadUnits()

# %% [markdown] tags=["fact-dead-comes-back"]
# At start 3 the unit in the second hidden layer is on for the first time at step {first_on(SECOND, 3)}, and up to there its own weights haven't moved at all. The weights of the layer before it have. That layer's outputs grew, and they are this unit's inputs. (In this widget, the weights on these inputs all start above zero, so larger inputs lift the sum. With weights of both signs they may also sink it.) And from other starts?

# %%
show("backprop.nine_starts")

# %% [markdown] tags=["fact-dead-stays", "fact-active-share"]
# From nine starts, the unit in the second hidden layer came back in {came_back(SECOND)}. But it had begun only 0.1 below zero. From 0.5 below, it came back in {came_back(SECOND, 0.5)}, and from 1.0 below in {in_words(came_back(SECOND, 1.0))}. In the first hidden layer it came back in {in_words(came_back(FIRST))}: its inputs are the data, and the data stay where they are, so under plain gradient descent nothing can wake it. With Leaky ReLU (here with the slope 0.1 below zero) the unit in the first layer gets a little gradient, and its weights move in all nine. But a slope needn't
# lead towards zero: in {sank_leaky} of the nine the unit was further below after 200 steps than at the start, and {in_words(came_back_leaky)} had been on for any input.
#
# So watch the share of inputs for which each unit is on:

# %%
Z = np.array([[0.5, -1.0, 2.0], [-0.3, -0.2, 1.0], [1.2, -2.0, 0.1], [-0.7, -0.5, 0.4]])
print((Z > 0).mean(axis=0))

# %% [markdown]
# Each row is an example, each column a unit. The first unit is on for half of the examples, which is a healthy share. The one in the middle is off for all. The last one is always on, and for these data its ReLU bends nothing.
#
# ## What's left when you close your eyes?

# %%
ask("backprop.buys")

# %% [markdown]
# The question from the beginning comes once more. This time it counts.

# %%
ask("backprop.step-cost")

# %% [markdown]
# Now without options. Say it aloud first, and then write.

# %%
ask("backprop.recall")

# %% [markdown]
# ## Build it yourself
#
# When you opened this page, training was something that had happened elsewhere. Now you've walked a whole network backwards, seen single numbers learn XOR, and watched your reader learn to read. In the [exercises](../exercises/04_backprop.ipynb) you write the `Value` class and the way back through each layer yourself. Then you hand them in with `use`, and
# on this page it's your own code that trains.
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
