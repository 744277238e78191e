# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.widgets import ActivationInspector, BendCounter, DeadOrOff

# %% [markdown]
# ## Before you start
#
# Two questions about what is coming. They are not marked now. You meet them again at the end.

# %%
ask("nonlinearity.pre-stack", marked=False)

# %%
ask("nonlinearity.pre-off", marked=False)

# %% [markdown]
# And three from [lesson 1](01_neuron.ipynb), from memory. This lesson builds on them.

# %%
warm_up("neuron.only-linear", before="nonlinearity")

# %%
warm_up("neuron.only-b-changes", before="nonlinearity")

# %%
warm_up("neuron.after-relu", before="nonlinearity")

# %% [markdown]
# ## What if nothing bends?
#
# A neuron weighs, sums and bends. Leave out the bend for a moment, and put two such neurons one after the
# other: what the first gives out, the second takes in.
#
# - The first computes 2x + 1.
# - The second takes that number, times 3, minus 4.
#
# Send three numbers through by hand. From 0 comes 1, and then 3 · 1 − 4 = {both(0)}. From 1 comes 3, and then {both(1)}.
# From 2 comes {W1 * 2 + B1}, and then {both(2)}. Look at the results {both(0)}, {both(1)}, {both(2)}. What do they have in common?

# %%
ask("nonlinearity.compose-slope")

# %%
ask("nonlinearity.compose-intercept")

# %%
show("nonlinearity.line_after_line")

# %% [markdown]
# The formula says the same as the picture:
#
# $$3 \cdot (2x + 1) - 4 = 6x + 3 - 4 = 6x - 1$$
#
# Two straight lines, one after the other, are one straight line. The second neuron cost two more numbers and
# added nothing that a single one could not do.
#
# ## Neurons side by side
#
# Does it help to have more neurons? Put three of them next to each other, on the same two inputs. Write the
# weights of each neuron into one column of a table W (a matrix), and the biases into a list b. In NumPy `x @ W`
# takes one column after the other: it multiplies the pairs and adds the products.
#
# **Predict first**, before you run the cell: what does the first neuron give for the inputs 3 and 1?

# %%
W = np.array([[1.0, -1.0, 0.5], [2.0, 0.0, 1.0]])
b = np.array([0.0, 1.0, -1.0])
x = np.array([3.0, 1.0])
x @ W + b

# %% [markdown] tags=["fact-one-affine-layer"]
# The first column is (1, 2), so the first neuron gives 3 · 1 + 1 · 2 + 0 = {3 * 1 + 1 * 2 + 0}. One `@` did all three, and
# three numbers came out. Such a row of neurons on the same inputs is a **layer**. Its list of outputs can go into the
# next layer.
#
# {term layer}
#
# ## Ten layers against one
#
# Now the real test: ten layers of four neurons each, with random weights and biases, and no bend. The same
# trick as above turns them into one. Two layers in a row give
#
# $$(x W_1 + b_1) W_2 + b_2 = x \, W_1 W_2 + (b_1 W_2 + b_2)$$
#
# That is one layer, with the table W₁W₂ and the biases b₁W₂ + b₂. (W₁W₂ is a product of two tables: each row of
# W₁ goes through W₂ as a list of inputs does. In NumPy it is `W1 @ W2`.) Do it nine times and ten layers are one.
#
# **Predict first:** how far apart will the answers of the ten layers and of the one layer be?

# %%
rng = np.random.default_rng(9)
layers = [(rng.normal(size=(4, 4)) / 2, rng.normal(size=4)) for _ in range(10)]
X = rng.normal(size=(100, 4))  # 100 inputs of 4 numbers, one in each row

ten, W, b = X, np.eye(4), np.zeros(4)  # the one layer begins as "hand on as it is"
for W_next, b_next in layers:
    ten = ten @ W_next + b_next
    W, b = W @ W_next, b @ W_next + b_next
one = X @ W + b
print("same to 15 digits:", np.linalg.norm(ten - one) < 1e-15 * np.linalg.norm(ten))

# %% [markdown] tags=["fact-ten-against-one", "fact-linear-training", "fact-no-gain-full-cost"]
# `np.linalg.norm` gives the size of a whole table. The two tables of answers differ by about {apart:.0e} of their
# size, which is a {1e16 * apart:.0f} in the sixteenth decimal place. The functions do not differ; this is rounding: a
# computer keeps about {DIGITS} digits of a number.
#
# So ten layers with {10 * layer_parameters} parameters can do what one layer with {layer_parameters} can do, and nothing more. You pay for ten,
# in parameters and in time. Training a deep stack of straight layers goes along other paths than training one
# layer. What it can reach in the end is the same.
#
# It can even be less. Let one of the layers have a single neuron:

# %%
narrow = np.array([[1.0], [2.0], [-1.0]]) @ np.array([[3.0, 1.0, -2.0]])
narrow

# %% [markdown] tags=["fact-narrow-middle", "fact-one-kink"]
# Three inputs, one neuron, three outputs. Each row of the table is a multiple of (3, 1, −2): everything had
# to pass through one number, so the three outputs can only move together, along one line. (Such a table is said to
# have a *low rank*.) In a single layer of three neurons each output could move by itself.
#
# ## One bend, one kink
#
# So the bend is what a network is about, and it has a name of its own.
#
# {term nonlinearity}
#
# Put it back. With ReLU a neuron on one input is flat on one side of a point and rises or falls in a straight
# line on the other, like a door hinge seen from above. (A door stops at its frame; this line goes on for
# ever.) We call such a neuron a **hinge**. The place where it turns is its **kink**.
#
# {term hinge}
#
# Take two of them: max(0, x), and max(0, x − 1) counted −2 times. By hand, at x = 0, 1, 2 and 3: the first
# gives 0, 1, 2, 3. The second gives 0, 0, 1, 2, and times −2 that is 0, 0, −2, −4. The sums are {tent(0)}, {tent(1)}, {tent(2)}, {tent(3)}.

# %%
show("nonlinearity.two_hinges")

# %% [markdown]
# Up to a peak, and down again. No straight line does that. And this sum is a network:

# %%
show("nonlinearity.hidden_layer")

# %% [markdown]
# The neurons in the middle are called a **hidden layer**. The output neuron weighs what they give and adds it
# up; here it does not bend. The cost meter of this network: {3 * len(TENT.w) + 1} parameters, {4 * (3 * len(TENT.w) + 1)} bytes, {2 * len(TENT.w)} multiply-adds.
#
# Where a hinge has its kink, its sum w·x + b is zero. Try one that is not as tidy.

# %%
ask("nonlinearity.kink-place")

# %% [markdown]
# In code the whole network is one line, and it reproduces the four sums:

# %%
x = np.array([0.0, 1.0, 2.0, 3.0])
w, b, v = np.array([1.0, 1.0]), np.array([0.0, -1.0]), np.array([1.0, -2.0])
np.maximum(0, x[:, None] * w + b) @ v  # x[:, None] turns the list into a column

# %% [markdown]
# In a formula, with n hinges:
#
# $$y = v_1 \max(0, w_1 x + b_1) + \dots + v_n \max(0, w_n x + b_n) + c$$
#
# Between two kinks every hinge runs straight, so their sum runs straight there. It can turn only where one of
# them turns.

# %%
ask("nonlinearity.hinge-order")

# %%
ask("nonlinearity.most-kinks")

# %% [markdown] tags=["fact-n-kinks"]
# ## Sculpt a curve, then remove the bend
#
# So n hinges make at most n kinks and n + 1 straight pieces. Before you play, one prediction.

# %%
ask("nonlinearity.linear-activation")

# %% [markdown]
# Now do it with your own hands. The dashed curve is the target. Work from left to right: choose a hinge, put
# its kink where the target turns, and set its **turn**, the change of slope there. The target “hill and
# valley” is flat until −1.5 and then rises by {hill_turns[0]} for each step of 1.

# %% tags=["fact-signature-bend-counter"]
BendCounter()

# %% [markdown]
# With kinks at −1.5, −0.5 and 1.0 and the turns {hill_turns[0]}, {hill_turns[1]} and {hill_turns[2]}, the loss is {hill_loss:.3f}. The three hinges make three
# kinks and four straight pieces.
#
# Without the bend, the same three hinges are one line: y = {without_the_bend[0]:.2f}·x − {-without_the_bend[1]:.2f}. It is the last piece of your curve,
# made longer. There, on the far right, every hinge was on, and a hinge that is on does not bend. Ten layers
# give another slope and another intercept, since the added layers have weights of their own. They never give a
# kink.
#
# ## As close as you like
#
# Choose the target “wave” and let the hinges be set by the computer. Watch the loss as their number grows.
# The next cell does the same and prints the largest gap between the wave and its hinges. n hinges can
# follow a chain of straight pieces through n + 1 points of the curve, and `np.interp` draws such a chain.

# %%
x = np.linspace(-2, 2, 1001)
for n in [3, 6, 12, 24]:
    points = np.linspace(-2, 2, n + 1)
    chain = np.interp(x, points, np.sin(np.pi / 2 * points))
    gap = np.abs(chain - np.sin(np.pi / 2 * x)).max()
    print(f"{n:2} hinges: never further off than {gap:.3f}")

# %% [markdown] tags=["fact-universal", "fact-universal-silent"]
# From 6 hinges on, doubling them shrinks the gap to about a quarter. There is no end to that: name any gap,
# and enough hinges come closer. This holds for every continuous curve on an interval with both its ends, and
# with more inputs for every continuous surface over a bounded region with its edge. It has a name:
#
# {term universal approximation}
#
# Read it like a contract, and note what is not in it. It does not say how many neurons you need. It does not
# say that training will find the weights. It does not say what happens outside the region, or between the few
# points of real data. And it does not need depth: one hidden layer is enough. Lesson 3 shows why people
# build deep networks all the same.
#
# The bend may be any continuous function that is not a polynomial. Take z² as a bend and you see why: however
# many parabolas you add up, the sum is one parabola.

# %%
ask("nonlinearity.universal")

# %% [markdown]
# ## The family of bends
#
# ReLU is one bend of many. Here are the six you will meet most often. Which of them can give a negative
# number?

# %%
show("nonlinearity.bend_family")

# %% [markdown]
# {term Leaky ReLU}
#
# {term sigmoid}
#
# {term tanh}
#
# {term SiLU}
#
# {term GELU}
#
# In these formulas eᶻ, in NumPy `np.exp(z)`, is never zero or negative, and each step of 1 multiplies it by about
# {math.e:.3f}. Φ(z) is the share of the standard bell curve that lies to the left of z: Φ(0) is one half. (The pictures
# here draw Leaky ReLU with a slope of 0.1 below zero; the usual 0.01 would look flat.)
#
# Both σ and Φ go from 0 to 1. So z·σ(z) and z·Φ(z) are near 0 for very negative z and near z for large z,
# with a smooth path between. On that path they do something that ReLU never does. Find out where.

# %% tags=["fact-support-inspector"]
ActivationInspector()

# %% [markdown] tags=["fact-family", "fact-gelu-silu-minimum"]
# GELU sinks to {gelu_lowest[0]:.3f} at z = {gelu_lowest[1]:.3f}, SiLU to {silu_lowest[0]:.3f} at z = {silu_lowest[1]:.3f}, and then they rise again. So they fall
# first and rise later (they are not monotone), which ReLU, sigmoid and tanh never do.
#
# | bend | formula | values | slope | where it is used |
# |---|---|---|---|---|
# | ReLU | max(0, z) | 0 and above | 0 or 1 | the usual choice in small networks |
# | Leaky ReLU | max(0.01·z, z) | all numbers | 0.01 or 1 | where ReLU neurons go dead |
# | GELU | z·Φ(z) | {gelu_lowest[0]:.3f} and above | {gelu_slopes[0]:.2f} to {gelu_slopes[1]:.2f} | many language models |
# | SiLU | z·σ(z) | {silu_lowest[0]:.3f} and above | {silu_slopes[0]:.2f} to {silu_slopes[1]:.2f} | gated layers of current language models |
# | sigmoid σ | 1/(1 + e⁻ᶻ) | between 0 and 1 | at most {sigmoid_steepest:.2f} | the output, for two classes |
# | tanh | 2σ(2z) − 1 | between −1 and 1 | at most {tanh_steepest:.0f} | small networks, parts with a memory |
#
# The slope says how strongly a small change of z comes through. In lesson 4 you will see why that matters for
# learning. (A gated layer multiplies the outputs of two sets of neurons; SiLU bends one of them.)

# %%
ask("nonlinearity.below-zero")

# %% [markdown] tags=["fact-off-or-dead"]
# ## Dead, or merely off?
#
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
# nothing changes, so small changes cannot tell which way would be better. Training works with such small
# changes, and lesson 4 shows what that does to a dead neuron.
#
# Stay at b = −3.0 and switch to Leaky ReLU, then to GELU. No sum is above zero, and still the outputs differ
# from input to input. That is why they are used as remedies.

# %% [markdown] tags=["fact-which-where"]
# ## Which one do I take?
#
# - In the middle of a small network: ReLU. If many neurons go dead, Leaky ReLU.
# - In the middle of a language model: GELU, or layers gated with SiLU.
# - At the output: sigmoid for two classes, softmax for many, and no bend at all when the answer is any
#   number, such as a price.
#
# ## Quick check

# %%
ask("nonlinearity.why-bend")

# %% [markdown]
# ## Checkpoint
#
# Look away from the page first, and say it aloud. Then write.

# %%
ask("nonlinearity.recall")

# %% [markdown]
# And the two questions from the beginning.

# %%
ask("nonlinearity.pre-stack")

# %%
ask("nonlinearity.pre-off")

# %% [markdown]
# ## Build it yourself
#
# In the [exercises](../exercises/02_nonlinearity.ipynb) you write five activations, collapse a stack of layers
# into one, and set hinges through any points you like. Your own functions then drive the widgets of this
# page.
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
