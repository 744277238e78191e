# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.engine import nn, randn, summary
from coursekit.widgets import DepthWidth, FoldedXor, Origami
from coursekit.widgets import PaperStrip, ShapeTracer, SoftmaxMixer, Wirings

# %% [markdown]
# ## Before you start
#
# Two questions, to wake up what you know. They are not marked now. You meet them again at the end.

# %%
ask("layers.pre-creases", marked=False)

# %%
ask("layers.pre-second-layer", marked=False)

# %% [markdown]
# And three that you have met before. They are marked.

# %%
warm_up("neuron.doubled", before="layers")

# %%
warm_up("nonlinearity.most-kinks", before="layers")

# %%
warm_up("nonlinearity.why-bend", before="layers")

# %% [markdown] tags=["fact-layer"]
# ## Many neurons on the same inputs
#
# In lesson 1 a single neuron got no further than 3 of the 4 points of XOR. So take more of them. Let two neurons read the
# same inputs, x = (1, 2), each with weights and a bias of its own:
#
# - The first has the weights (3, −1) and the bias 0.5. Its sum is 3 − 2 + 0.5 = {FIRST[0]}, and ReLU leaves it at {FIRST[1]}.
# - The second has the weights (1, 1) and the bias −4. Its sum is 1 + 2 − 4 = {SECOND[0]}, and ReLU makes it {SECOND[1]}.
#
# Together they are a layer, a word from lesson 2: several neurons on the same inputs, each with its own weights and bias. What it
# hands on is a list with one number for each neuron, here ({FIRST[1]}, {SECOND[1]}).
#
# The next row of neurons reads that list as its own inputs. Look at one arrow in the picture and follow it: it starts at an
# input, or at a result of one row, and ends at a sum of the next.

# %% tags=["fact-chain-of-weighers"]
show("layers.chain_of_weighers")

# %% [markdown]
# Each row passes its results forward and sees nothing but what the row before it passed on. That is all there is to the
# wiring of this network. The long chain of small steps from lesson 1 now has rows.
#
# ## One product for a whole layer
#
# You do not compute neuron after neuron. Write the weights of each neuron into a column of a table W: then `x @ W` weighs
# and sums for all of them at once. **Predict first:** which two numbers will the cell print?

# %%
x = np.array([1, 2])
W = np.array([[3, 1], [-1, 1]])  # a column for each neuron
b = np.array([0.5, -4])
np.maximum(0, x @ W + b)

# %% [markdown] tags=["fact-matrix-product"]
# The list from above. Row 1 of W belongs to the first input, column 1 to the first neuron, so W has the shape (in, out).
#
# Now hand in three examples at once, one in each row of X.
#
# {term batch}

# %%
X = np.array([[1, 2], [0, 0], [2, 5]])
H = np.maximum(0, X @ W + b)
print(X.shape, "@", W.shape, "→", H.shape)
H

# %% [markdown] tags=["fact-input-hidden-output", "fact-transpose", "fact-deep"]
# Three examples went in, three lists came out, one in each row. The first is the one you know; the last example wakes both neurons. NumPy added the two biases to every row.
#
# The formula of a layer is short:
#
# $$H = \varphi(XW + b)$$
#
# Some books write $Wx$, with one example as a column; their W is ours with rows and columns swapped, the *transpose*. PyTorch,
# and the engine of this course, store that one.
#
# ## Input, hidden, output
#
# The numbers that you hand in are the **input**, and the last layer gives the **output**. The layers in between are the
# hidden layers.
#
# {term hidden layer}
#
# "Hidden" only means that the data do not say what these numbers should be. Nobody hides them, and in this lesson you look at
# them. In the drawing, find the input on the left, two hidden layers, and the output on the right.
#
# A network with many hidden layers is called **deep**. Many units side by side in one layer make it **wide**, which is not
# the same.

# %%
show("layers.drawing_2432")

# %% [markdown] tags=["fact-count"]
# Every arrow is a weight, and every circle that computes something has a bias. A layer that joins m inputs to n neurons has
# therefore
#
# $$m \cdot n \text{ weights} + n \text{ biases}$$

# %%
ask("layers.params-2432")

# %%
ask("layers.weights-20-30")

# %% [markdown]
# The course has an engine of its own: a small library of layers, in which everything is named as in PyTorch. Lesson 4 opens it;
# here it counts. `Linear(2, 4)` is a layer of 4 neurons on 2 inputs, and `Sequential` puts layers one behind the other. `N`
# stands for the number of examples.

# %%
net = nn.Sequential(
    nn.Linear(2, 4), nn.ReLU(),
    nn.Linear(4, 3), nn.ReLU(),
    nn.Linear(3, 2),
)
summary(net, (2,))

# %% [markdown] tags=["fact-count-2432"]
# The total is the number that you found by hand. Bytes and multiply-adds are the cost meter of lesson 1, now for a whole
# network: 4 bytes for each parameter, and one multiply-add for each weight and example.
#
# One more drawing, with the counts below it.

# %%
show("layers.drawing_3331")

# %% [markdown] tags=["fact-two-lines", "fact-output-activation", "fact-count-3331"]
# {weights(3, 3, 3, 1)} weights and {parameters(3, 3, 3, 1) - weights(3, 3, 3, 1)} biases. Note what takes part: the sizes of the layers, not the number of examples.
#
# ## The forward pass
#
# {term forward pass}
#
# With one hidden layer it is two lines. They are the same neuron that you know, in bulk:
#
# ```
# h = relu(X @ W1 + b1)
# y = h @ W2 + b2
# ```
#
# The last layer is different. What its sums are turned into depends on the task: nothing when the answer is any number, such as a
# price; sigmoid for a yes or no; softmax for one of several classes. The hidden layers bend, or the whole chain would be one layer.

# %%
ask("layers.output-activation")

# %%
ask("layers.forward-order")

# %%
ask("layers.forward-by-hand")

# %% [markdown]
# ## Shapes that fit
#
# Sooner or later you meet an error of shape. In a product the last size of the left must equal the first size of the right; these
# two disappear, and the outer ones stay: (32, 784) @ (784, 128) gives (32, 128). The 784 are the pixels of an image of 28 × 28, laid out in a row.
#
# **Predict first:** can 32 images be handed in as a block of 32 × 28 × 28? And a single image, as 784 numbers?

# %% tags=["fact-support-shape-tracer"]
ShapeTracer()

# %% [markdown]
# Two of the four ways run: images in rows, and a single image as one row. The engine's message tells the other two what they
# are and what the layer takes. When a shape of your own does not fit, read the message in the same way: what came in, what was
# expected, and which of the two you meant to change.

# %%
ask("layers.shape-error")

# %% [markdown]
# ## A hidden layer for XOR
#
# Back to the square of XOR. Two hidden units read both inputs, and one neuron reads the two units:
#
# - h₁ = relu(x₁ + x₂)
# - h₂ = relu(x₁ + x₂ − 1)
# - z = h₁ − 2h₂ − 0.5, and the answer is "on" where z is above 0.
#
# Follow the point (1, 1) by hand: h₁ = {xor_units(1, 1)[0]}, h₂ = {xor_units(1, 1)[1]}, and so z = 2 − 2 − 0.5 = {xor_units(1, 1)[2]}. It is off, as it should be. For (0, 1) the units
# are {xor_units(0, 1)[0]} and {xor_units(0, 1)[1]}, and z = {xor_units(0, 1)[2]}: on. Now you, with a point that is no corner.

# %%
ask("layers.xor-elsewhere")

# %% [markdown]
# The hidden layer takes every point of the plane to a new place, (h₁, h₂). Draw a squared sheet on the plane, and you see where
# everything goes. **Predict first:** where do the two blue circles end up?

# %%
FoldedXor()

# %% [markdown]
# Both circles land on the same spot, (1, 0), and the two squares end up on the other side of a straight cut. The output neuron
# cuts straight, as every neuron does. What it cuts is no longer the flat sheet. Look at the right panel: laid flat again, the
# one cut has become two lines, and a band between them. No single neuron can do that.
#
# Note the price: the two units pressed the whole plane onto a bent line. What lies on one spot can never be told apart
# again by a later layer. For XOR that is what we want.

# %%
ask("layers.why-hidden")

# %%
ask("layers.sheet-after-relu")

# %% [markdown] tags=["fact-cuts"]
# The first layer makes straight cuts, and along each cut ReLU leaves a crease. The second layer cuts straight too, on the creased
# sheet.

# %%
ask("layers.first-layer-boundary")

# %% [markdown]
# ## Folding a strip of paper
#
# One ReLU presses flat. Two of them together can fold. Take the line from 0 to 1 and compute 2·relu(x) − 4·relu(x − 0.5):

# %%
x = np.linspace(0, 1, 5)
fold = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)
print(x)
print(fold)

# %% [markdown]
# Up to the middle the values rise from 0 to 1, then they come back to 0. The points 0.25 and 0.75 now lie on each other: the
# line is folded like a strip of paper. A second layer of the same kind folds the folded strip, and its crease goes through both
# layers of paper at once.
#
# Before you fold: where does a unit leave its crease?

# %%
ask("layers.crease-place")

# %% [markdown]
# **Predict first:** how many straight pieces are there after three folds?

# %% tags=["fact-signature-paper-strip"]
PaperStrip()

# %% [markdown] tags=["fact-pieces"]
# {pieces(6)} pieces after six folds, made by {2 * 6} units. Side by side in one layer, {2 * 6} units make at most {one_layer(2 * 6)} pieces. The difference is the
# order: one behind the other, each fold goes through everything that is folded already, so pieces multiply.

# %%
ask("layers.slope-after-folds")

# %%
ask("layers.pieces-folds")

# %%
ask("layers.pieces-one-layer")

# %% [markdown] tags=["fact-pieces-one-layer", "fact-depth-saves"]
# The same 10 units give {pieces(5)} pieces when they stand in five layers, and at most {one_layer(10)} when they stand in one. To get {pieces(5)} pieces from
# one layer you would need {pieces(5) - 1} units. Every further fold costs two units more; the single layer would
# have to more than double. That is what is meant when people say that depth saves *exponentially* many units. For some functions this is a theorem.
# It does not say that the function you need is one of them.
#
# ## Origami
#
# Now the same on a plane. Two spirals, {points} points, wound around each other about one and a half times. A network of four hidden layers,
# each with {fold_width} ReLU units, was trained by the engine to take them apart. Two things were added for the eye. Behind each hidden layer
# the network passes on only two sums, so that we can draw where every point of the sheet now lies; and training was asked to move the
# points no further than needed. Between two layers the picture goes straight from one place to the next.
#
# The purple line is the best straight cut that a search found for the sheet as it lies there: one neuron. On the right you see the same
# cut with the sheet laid flat again. Crosses are points on the wrong side.
#
# **Predict first:** how will the cut look on the flat sheet, once all points are on their side?

# %% tags=["fact-signature-origami"]
Origami()

# %% [markdown] tags=["fact-folds-compose", "fact-approximator", "fact-settled-and-open"]
# On the flat sheet the best cut gets {right_after(0)} of {points} points right. After one layer it is {right_after(1)}, and after two layers one straight cut gets
# all {right_after(2)}. Laid flat, this cut winds between the spirals. The other two layers pull the spirals apart: the nearest point was {nearest_after(2):.2f} away
# from the cut after two layers, and is {nearest_after(4):.2f} away at the end. No layer did anything but weigh, sum and bend.
#
# This is what a trained network is: a stack of folds whose creases training has moved until the data fit. It is a *function
# approximator*. Three sentences about it are settled: it computes a function, the function comes from its weights and its wiring, and
# training chose the weights to fit the examples. What is open is how far the numbers inside stand for things that we would name,
# and how to find out.
#
# The picture has its limits. ReLU also stretches the sheet and presses parts of it flat, which paper does not do; other bends
# leave no sharp crease. And between most layers of most networks lie not two numbers but hundreds or thousands: a sheet in a space that nobody can draw.
#
# And without any bend?

# %%
ask("layers.without-relu")

# %% [markdown]
# And with another bend?

# %%
ask("layers.swap-activation")

# %% [markdown]
# ## Is deeper better?
#
# The strip of paper makes a promise. Does it hold for tasks that nobody folded in advance? Here are two: the rings of a target, in two
# colours, and the fields of a checkerboard. Four networks with one to four hidden layers, about {about_250} parameters each, were trained {SEEDS} times,
# from {SEEDS} random starts. Every dot is one training: the share of new points that the network gets right. The bar is the middle of the {SEEDS},
# with as many dots above it as below.
#
# **Predict first:** for which of the two tasks will depth help?

# %% tags=["fact-support-depth-width"]
DepthWidth()

# %% [markdown] tags=["fact-generalisation"]
# For the rings, three hidden layers do best: in the middle of the {SEEDS} trainings {middle("rings", 3):.0%} against {middle("rings", 1):.0%} for one wide layer. A fourth
# layer loses some of it again. On the checkerboard one wide layer is as good as any, {middle("checkerboard", 1):.0%}, and four layers fall to {middle("checkerboard", 4):.0%}. So depth can help,
# at about the same price, and it need not. The dots say one thing more: the deeper networks scatter more than the one with a single hidden layer. What a network could do and what
# training finds are two questions. Lessons 4 and 5 are about the second.
#
# You may read that deep networks also do better on new data. Often this is observed. It is an observation, not a theorem.

# %%
ask("layers.more-layers")

# %% [markdown]
# ## What do the layers look for?
#
# You will meet this picture everywhere. Look at it, and at the small words below the boxes.

# %% tags=["fact-hierarchy"]
show("layers.feature_hierarchy")

# %% [markdown] tags=["fact-hierarchy-caveat"]
# Read it as an illustration. In image networks many units of the first layer do resemble filters for edges and colours; this was
# found again and again. After that the layers tend towards larger and more specific things, and how it goes on differs from
# network to network. For language models the order is a tendency too. Popular texts that give exact numbers, such as "grammar is in
# layers 8 to 15", disagree with each other.

# %%
ask("layers.hierarchy")

# %% [markdown] tags=["fact-wirings"]
# ## Other wirings
#
# So far every neuron of a layer read every input. Such a layer is called *dense*, or fully connected. It is one wiring among several.
# Take one image of 28 × 28 numbers, and three more ways to make 28 × 28 results from it:
#
# - A **convolution** slides a window of 3 × 3 weights over the image. The same nine weights are used at every place.
# - An **LSTM** reads the image row by row and carries a state along, a list of numbers that it updates with every row. It is one kind of *recurrent* layer.
# - An **attention block** lets every row look at every other row. How much each row counts is computed from the rows
#   themselves.
#
# All four are weighted sums for the most part. The LSTM and the attention block also multiply computed numbers with each other.
#
# The image is random; only shapes and counts matter here. In the code, `padding=1` adds a border of zeros so that the result keeps its
# size, `batch_first=True` says that the first size counts examples, and the 4 lets the attention block look in four ways side by side.
#
# **Predict first:** which has the fewest parameters, which the most?

# %% tags=["fact-wirings-run"]
layers = {
    "dense": (nn.Linear(784, 784), (784,)),
    "3×3 convolution": (nn.Conv2d(1, 1, 3, padding=1), (1, 28, 28)),
    "LSTM": (nn.LSTM(28, 28, batch_first=True), (28, 28)),
    "attention block": (nn.TransformerBlock(28, 4), (28, 28)),
}
image = randn(1, 28, 28)
for name, (layer, shape) in layers.items():
    out = layer(image.reshape(1, *shape))
    out = out[0] if isinstance(out, tuple) else out  # the LSTM adds its last state
    bill = summary(layer, shape)
    print(f"{name:16}{bill.parameters:8,} parameters {bill.multiply_adds:8,} multiply-adds ", out.shape)

# %% [markdown] tags=["fact-wirings-counts"]
# All four ran on the same image, and each gave 784 results, as a row or as 28 × 28. The dense layer takes {dense:,} parameters for it, the convolution {convolution}.
# That is the price and the gift of a wiring: it decides in advance what may matter to what. For images, that neighbours
# matter; for a sequence, what came before. Attention leaves it open: what matters to what is computed from the image itself.
#
# Which results does one pixel reach? Change one, and see.

# %% tags=["fact-support-wirings"]
Wirings()

# %% [markdown]
# In the convolution a pixel reaches {3 * 3} results, at the edge of the image fewer. In the LSTM it reaches its own row and all rows below: the later the row, the
# fewer. In the dense layer and in the attention block it reaches all {28 * 28}. Lesson 6 comes back to the bills.

# %%
ask("layers.conv-params")

# %%
ask("layers.wirings")

# %% [markdown] tags=["fact-softmax"]
# ## Softmax: from scores to shares
#
# A network that tells cats, dogs and owls apart ends in three numbers, one score for each. Scores may be
# negative and may add up to anything. Often you want shares instead: positive numbers that add up to 1.
#
# Take the scores 2, 1 and 0. First make them positive with eᶻ: {E_TO[0]:.2f}, {E_TO[1]:.2f} and {E_TO[2]:.2f}. Their sum is {sum(E_TO):.2f}.
# Divide by it, and the shares are {shares[0]:.3f}, {shares[1]:.3f} and {shares[2]:.3f}. That is all:
#
# $$\text{softmax}(z)_k = \frac{e^{z_k}}{e^{z_1} + \dots + e^{z_n}}$$
#
# {term softmax}
#
# Each share lies between 0 and 1. The bends so far look at one number at a time. Softmax looks at all of them: when
# one share grows, the others together shrink.

# %%
ask("layers.softmax-equal")

# %%
ask("layers.softmax-shift")

# %% [markdown]
# Check it with the sliders, and see what a temperature does: all scores are divided by it before softmax.

# %% tags=["fact-support-softmax-mixer"]
SoftmaxMixer()

# %% [markdown] tags=["fact-softmax-shift"]
# The shift moves nothing, as far as you push it: adding the same number to all scores multiplies each eᶻ by
# one factor, and the factor cancels. A low temperature, 0.2, brings cat to {softmax(2 / 0.2, 1 / 0.2, 0)[0]:.3f}: differences grow. A high
# one brings all shares together.
#
# The shift is more than a curiosity. Watch what happens to the formula when scores are large:

# %%
z = np.array([1002.0, 1001.0, 1000.0])
with np.errstate(all="ignore"):  # keep the warnings off the page
    e = np.exp(z)
    print(e, e / e.sum())

# %% [markdown] tags=["fact-softmax-maximum"]
# e¹⁰⁰⁰ is too large for a computer's number, so it becomes infinite, and infinite divided by
# infinite is not a number, `nan`. Since a common shift changes nothing, shift so that the largest score is 0. Then no eᶻ is above 1.

# %%
e = np.exp(z - z.max())
print((e / e.sum()).round(3))

# %% [markdown]
# Those are the shares of 2, 1 and 0 again: only the differences between scores count. Every serious softmax
# is computed this way.
#
# For two classes one score is enough. Softmax of z and 0 has as its first share eᶻ/(eᶻ + 1), and that is the
# sigmoid σ(z).

# %%
ask("layers.softmax-steps")

# %% [markdown]
# ## Quick check

# %%
ask("layers.deep")

# %% [markdown]
# ## Checkpoint
#
# Close your eyes for a moment before you write. Recalling is what makes it stay.

# %%
ask("layers.recall")

# %% [markdown]
# From memory again, from lessons 1 and 2:

# %%
ask("neuron.recall", again="layers")

# %%
ask("nonlinearity.recall", again="layers")

# %% [markdown]
# And the two questions from the beginning.

# %%
ask("layers.pre-creases")

# %%
ask("layers.pre-second-layer")

# %% [markdown]
# ## Build it yourself
#
# In the [exercises](../exercises/03_layers.ipynb) you write a forward pass of any depth, count parameters, solve XOR by hand,
# and build the network that folds the strip. Your own functions then draw the spirals and fold the paper.
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
