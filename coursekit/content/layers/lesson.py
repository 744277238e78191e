# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show
from coursekit.datasets import digits
from coursekit.engine import nn, summary
from coursekit.widgets import DepthWidth, DigitNetwork, FoldedXor, Origami, PaperStrip
from coursekit.widgets import ShapeTracer, SlideKernel, Wirings, digit_params, ten_neurons

# %% [markdown]
# ## Why can't your reader say "that's a 7"?
#
# So far your reader answers yes or no. In lesson 1 one neuron told 0 from 1, and in lesson 2 eight bent neurons and a ninth told odd from even. But
# when you draw a 7, you'd like to hear that it's a 7. There are ten possible answers, and a neuron has only one number to give.
#
# The simplest thing we can try is to take ten neurons. All ten look at the same 64 squares, and each asks a question of its own: is
# it a 0? Is it a 1? And so on, up to: is it a 9? Here are the weights that training found for them, painted the way you painted yours.

# %%
show("layers.ten_paintings")

# %% [markdown] tags=["fact-layer"]
# Look at the 0 first. Ink in its middle speaks against it, as it did in your own painting. Other paintings are harder to read, because each neuron
# has nine rivals now: a square may be orange in one painting only because its ink belongs to another digit.
#
# These ten are a **layer**, as in lesson 2: several neurons that look at the same inputs, each with weights and a bias of its own. What a layer hands on is a
# list, with one number for each of its neurons.
#
# In the second part of this lesson, one layer will read what another layer hands on. You've met one such pair in lesson 2. Before we look closely: what do you expect? This card gives no marks, and
# you'll meet it again at the end.

# %%
ask("layers.pre-second-layer", marked=False)

# %% [markdown]
# ## How do you compute a whole layer in one line?
#
# Ten neurons with 64 weights each are too many to follow by hand, so let's take two neurons and two inputs, x = (1, 2).
#
# - The first neuron has the weights (3, −1) and the bias 0.5. Its sum is 3 − 2 + 0.5 = {FIRST[0]}.
# - The second one has the weights (1, 1) and the bias −4. Its sum is 1 + 2 − 4 = {SECOND[0]}.
#
# As in lesson 2, each neuron has a *column* of the table W. Then `x @ W` does for every column what `w @ x` did in lesson 1: it
# multiplies the column with x, entry by entry, and adds the products up.

# %%
x = np.array([1, 2])
W = np.array([[3, 1], [-1, 1]])  # a column for each neuron
b = np.array([0.5, -4])
x @ W + b

# %% [markdown]
# These are the two sums, and bent with ReLU they'd be {FIRST[1]} and {SECOND[1]}.
#
# You rarely have only one image, though. You have a thousand, and you don't want to go through them one by one. So, as in lesson 2, put several
# examples into a table X, one in each row.
#
# {term batch}
#
# Now every row of X has to meet every column of W, and that's what `@` does with two tables: it takes the *rows* of the left one and the *columns* of the right one.
#
# **Predict first:** the two examples are (1, 2) and (2, 5). Which four numbers will the last line give? You know two of them already.

# %%
X = np.array([[1, 2], [2, 5]])  # a row for each example
X @ W + b

# %% [markdown] tags=["fact-matrix-product", "fact-transpose"]
# The first row is the example that you know. In the second row, the first neuron sums up 2 · 3 + 5 · (−1) + 0.5 = {first_of(2, 5)}, and the second one 2 + 5 − 4 = {second_of(2, 5)}. So
# each example keeps its row, and each neuron gets a column. And look at `+ b`: there are only two biases, but four sums. NumPy adds the two biases to *every* row, as you saw in lesson 2. Repeating
# the smaller table where a larger one needs it is called *broadcasting*.
#
# W has the shape (in, out), as many rows as inputs and as many columns as neurons, and with a bend φ behind it the layer is
#
# $$h = \varphi(XW + b)$$
#
# <details style="margin-bottom: 1em"><summary><b>Where the table stands the other way</b></summary>
#
# PyTorch, a library in which many networks are written, stores a *row* for each neuron: [[3, −1], [1, 1]]. The *transpose* `W.T` makes each row a column and gives back our
# [[3, 1], [−1, 1]], so there the layer is `X @ W.T + b`. Many books write $Wx$, where x is one example that stands upright as a column. It's the same layer every time.
#
# </details>
#
# ## Do the shapes fit?
#
# Back to the ten neurons. Here they read {validation} digits that they weren't trained on, the *validation* digits, all at once.

# %%
validation = digits().validation
W, b = ten_neurons()
scores = validation.X @ W + b
print(validation.X.shape, "@", W.shape, "→", scores.shape)
scores[0].round(1)

# %% [markdown] tags=["fact-count"]
# In a matrix product, the last size of the left table and the first size of the right one must agree: here both are 64. These two disappear, and the
# outer ones stay, so {validation} images with 64 squares each became {validation} rows of 10 sums, which are called **scores**. The last line shows the scores of the first image.
#
# The shape of W also tells you what the layer costs: 64 · 10 = {weights(64, 10)} weights, one for every square and neuron, and a bias for every neuron. That makes
# {parameters(64, 10)} parameters. For any layer in which each of n neurons reads all m inputs, it's
#
# $$m \cdot n \text{ weights} + n \text{ biases}$$
#
# How many images you hand in doesn't matter for this count.
#
# Sooner or later you'll hand something in that doesn't fit, and NumPy will complain. Better make these mistakes here, where each one is explained. The images in the next picture are larger,
# 28 × 28 = 784 numbers laid out in a row, and between the squares and the ten neurons there's a layer of 128 neurons (part 2 says what for).
#
# Here are four ways to hand images in: 32 images as a table of 32 × 784; the same table upright, 784 × 32; a block of 32 × 28 × 28, that is 32 tables of 28 × 28 (a shape may have three numbers); and
# one image as a list of 784. **Predict first:** which of the four will run? Then try them all in the picture.

# %% tags=["fact-support-shape-tracer"]
ShapeTracer()

# %% [markdown]
# Two of the four ways run: images in rows, and a single image as a plain list. For the other two, the message says what came in and what the layer
# expected. That's how to read every error of this kind: what came in, what was expected, and which of the two did you mean to change?

# %% [markdown]
# ## Which digit is it, and how sure is the network?
#
# The first question has a short answer: the digit with the highest score wins. `argmax(axis=1)` finds in each row the place of the largest number, counted from 0. (`right` is True or False for each digit, and its mean is the share of True.)

# %%
print("read as", scores[:10].argmax(axis=1))
print("really ", validation.labels[:10])
right = scores.argmax(axis=1) == validation.labels
print(f"{right.mean():.0%} right")  # `%`: a share in per cent

# %% [markdown] tags=["fact-softmax"]
# Your reader can answer with any of the ten digits now, and it gets {ten_validation:.0%} of the {validation} validation digits right.
#
# The second question is harder. Say three digits have the scores 2, 1 and 0. The first one wins, but by how much? Scores may be negative and can add up to anything, so on
# their own they don't say. What we'd like to have are **probabilities**: numbers that aren't negative and add up to 1.
#
# Two steps lead there. First make every score positive: raise e to the power of the score, `np.exp(z)`. 2, 1 and 0 become {E_TO[0]:.2f}, {E_TO[1]:.2f} and {E_TO[2]:.2f}. Then divide each of
# these by their sum, {sum(E_TO):.2f}. What comes out is {shares[0]:.3f}, {shares[1]:.3f} and {shares[2]:.3f}. That's all there is to **softmax**: for the score $z_k$ of class number k (the *classes* are the possible answers, here three),
#
# $$\text{softmax}(z)_k = \frac{e^{z_k}}{e^{z_1} + e^{z_2} + \dots + e^{z_n}}$$
#
# {term softmax}
#
# The bends you know look at one number at a time. Softmax looks at all of them: when one probability grows, the others together shrink. One warning: these are the probabilities
# that the *network* gives. Whether a network that says 0.9 is right nine times out of ten is another question. In the exercises you'll see how sure it is where it's wrong.
#
# Scores can be much larger than these.

# %%
ask("layers.softmax-raised")

# %% [markdown]
# Often one divides all scores by a number before softmax. It's called the **temperature**, and there's a slider for it. Another slider, the shift, adds the same number to all scores.

# %% tags=["fact-support-softmax-mixer"]
ask("layers.softmax-temperature")

# %% [markdown] tags=["fact-softmax-shift"]
# The shift moves nothing, as far as you push it: adding the same number to all scores multiplies every eᶻ by the same factor, and the factor cancels
# when we divide. Only the differences between scores count. The temperature changes the differences. Divided by 0.2, they're five times as large, and the
# cat gets {softmax(2 / 0.2, 1 / 0.2, 0)[0]:.3f}; a high temperature brings all three together.
#
# The shift is more than a curiosity. Watch what becomes of the formula when the scores are large.

# %%
z = np.array([1002.0, 1001.0, 1000.0])
with np.errstate(all="ignore"):  # keep the warnings off the page
    e = np.exp(z)
    print(e, e / e.sum())

# %% [markdown]
# e¹⁰⁰⁰ is larger than any number that NumPy's usual 64 bits can hold, so it becomes `inf`, infinite, and infinite divided by infinite is not a
# number, `nan`. But we know a way out: a common shift changes nothing. So subtract the largest score from all of them. Then the largest is 0, and no eᶻ is above 1.

# %%
e = np.exp(z - z.max())
(e / e.sum()).round(3)

# %% [markdown] tags=["fact-softmax-maximum", "fact-output-activation"]
# These are the probabilities of 2, 1 and 0 again. Programs that take softmax seriously compute it this way.
#
# With only two classes, one score is enough. Softmax of z and 0 gives the first class eᶻ / (eᶻ + 1). Divide above and below by eᶻ, and it's the sigmoid σ(z) of lesson 2.
#
# So what comes after the sums of the *last* layer depends on the question you ask: softmax for one class out of several, sigmoid for a yes or no,
# and nothing at all if the answer may be any number, such as a profit or a loss.

# %%
ask("layers.output-activation")

# %% [markdown] tags=["fact-ten-neurons-read"]
# ## Do digits need a hidden layer at all?
#
# Let's be honest before we build anything larger. We trained the ten neurons {splits} times, each time on another thousand of the same {1000 + validation:,} digits, and counted how many of the
# remaining {validation} they read: **{ten_read:.1%}**, give or take {ten_spread:.1%}. Then we put a layer of 16 bent neurons between the squares and the ten neurons and
# trained that {splits} times on the same digits: **{hidden_read:.1%}**, give or take {hidden_spread:.1%}. Split by split, it was better {better} times, worse {worse} times, and exactly as good {splits - better - worse} times. The
# gain of {100 * (hidden_read - ten_read):.1f} percentage points is too small to tell from chance on {splits} splits. With 32 bent neurons the gain is {100 * wide_gain:.1f} percentage points, and they read more {wide_better} times out of {splits}. So bent neurons do help here, but only a little.
#
# Why so little? These digits are small, clean and centred, and most 7s look much alike, so a painting of a 7 does well. But you've seen a question where a bent layer matters far more: odd or even, where a single neuron
# stops at {odd_even_best:.0%} and eight bent ones in front of it reach {bent_best:.0%}. "Odd" isn't one shape, it's five different shapes, and a single straight cut doesn't get all five on its side. What a bent layer does about that is our next question, and we begin with the smallest case you know.

# %% [markdown]
# {pause}

# %% [markdown]
# ## How can two neurons help a third with XOR?
#
# In lesson 1 no neuron got more than 3 of the 4 points of XOR. Now give it two helpers. They read both inputs and bend their sums, and the third neuron reads
# what the two helpers hand on, which we call h₁ and h₂:
#
# - h₁ = relu(x₁ + x₂)
# - h₂ = relu(x₁ + x₂ − 1)
# - z = h₁ − 2h₂ − 0.5, and the answer is "on" where z is above 0.
#
# Take the point (1, 1). Its helpers give h₁ = {xor_units(1, 1)[0]} and h₂ = {xor_units(1, 1)[1]}, so z = 2 − 2 − 0.5 = {xor_units(1, 1)[2]}: off, as it should be. For (0, 1) they
# give {xor_units(0, 1)[0]} and {xor_units(0, 1)[1]}, and z = {xor_units(0, 1)[2]}: on. It works for all four points, but why?
#
# Think of the plane as a sheet of graph paper. The two helpers take every point (x₁, x₂) to a new place, (h₁, h₂), so they move the whole sheet. What can that look like? Here's another
# layer of two, for practice.

# %%
ask("layers.sheet-after-relu")

# %% [markdown]
# Now the two helpers of XOR. **Predict first:** where do the two blue circles, (0, 1) and (1, 0), end up? Then push the slider to its end.

# %%
FoldedXor()

# %%
ask("layers.why-hidden")

# %% [markdown] tags=["fact-cuts"]
# Both circles land on the same spot, (1, 0), and the two squares end up on the other side of a straight line. The third neuron still cuts straight. But
# the sheet that it cuts isn't flat any more. On the right you see the same cut on the flat sheet, where it has become two lines with a band between them. No single neuron
# whose bend never goes down could do that.
#
# So the first layer makes straight cuts on the flat sheet, one for each helper, where its sum is 0. A second layer makes straight cuts too, but on a sheet that's already bent.
#
# There's a price, by the way. Both helpers look at x₁ + x₂ and at nothing else, so they press the whole plane onto one bent line. What lands on one spot can never be told apart again.

# %% [markdown] tags=["fact-input-hidden-output", "fact-deep"]
# ## What do you call all these layers?
#
# The numbers that you hand in are the **input**. The last layer gives the **output**. The layers between them, such as the two helpers, are **hidden layers**, and their neurons are often called hidden **units**.
#
# {term hidden layer}
#
# Nobody hides them. The word only means that the data don't say what these numbers should be: the data hold images and the right answers, and nothing about what comes in between.
#
# A network with many hidden layers is called **deep**. Many units side by side make a layer **wide**, which is something else. The next network has two hidden layers and two outputs. What would it cost with a single output?

# %%
show("layers.drawing_2432")

# %%
ask("layers.params-2432")

# %% [markdown]
# Let the engine of this course count the network of the drawing, with both outputs. The engine is a small library of layers that are named as in PyTorch; lesson 4 opens it, and here we only let it count. `Linear(2, 4)` is a layer of
# 4 neurons on 2 inputs, `Sequential` puts layers one behind the other, and `N` stands for the number of examples.

# %%
net = nn.Sequential(
    nn.Linear(2, 4), nn.ReLU(),
    nn.Linear(4, 3), nn.ReLU(),
    nn.Linear(3, 2),
)
summary(net, (2,))

# %% [markdown] tags=["fact-count-2432"]
# The second output costs {parameters(3, 1)} more, three weights and a bias. The bytes are 4 for each parameter, and there's one multiplication (with the addition that goes with it) for each weight and example.
#
# In the next drawing the counts stand below the arrows. Follow one arrow from left to right: it begins at an input, or at the result of a neuron, and ends in a sum of the next layer.

# %% tags=["fact-chain-of-weighers"]
show("layers.drawing_3331")

# %% [markdown] tags=["fact-count-3331", "fact-two-lines", "fact-recursion"]
# {weights(3, 3, 3, 1)} weights and {parameters(3, 3, 3, 1) - weights(3, 3, 3, 1)} biases. Each layer passes its results forward and sees nothing but what the layer before it
# handed on. These are the small steps of lesson 1, side by side and one after the other.
#
# {term forward pass}
#
# With one hidden layer, the forward pass takes two lines:
#
# ```
# h = relu(X @ W1 + b1)
# z = h @ W2 + b2
# ```
#
# With more of them you write the first line again and again, each time with the weights of the next layer. In symbols, $h^{(1)}$ is what the first layer hands on, $h^{(2)}$ what the second one does, and the input is $h^{(0)} = X$. Then
# hidden layer number $l$ computes
#
# $$h^{(l)} = \varphi\left(h^{(l-1)}\, W^{(l)} + b^{(l)}\right)$$
#
# The number in brackets only says which layer it is, and the last layer leaves φ out. Try it once with your own hands.

# %%
ask("layers.two-layers-by-hand")

# %% [markdown]
# ## What does a hidden unit look for?
#
# Here's your reader with a hidden layer: 64 squares, 16 hidden units, and 10 neurons that give the scores. We write these sizes as 64-16-10. It has 64 · 16 + 16 parameters in the first layer and
# 16 · 10 + 10 in the second, {parameters(64, 16, 10):,} in all.

# %%
(W1, b1), (W2, b2) = digit_params()
h = np.maximum(0, validation.X @ W1 + b1)
z = h @ W2 + b2
print(validation.X.shape, "→", h.shape, "→", z.shape)
print(f"{(z.argmax(axis=1) == validation.labels).mean():.0%} right")

# %% [markdown]
# Draw a digit and follow it through. Can you draw one that the network isn't sure about?
#
# Then choose "one hidden unit". You see its 64 weights as a painting, the votes of your own digit, and the twelve training digits that *excite* the unit most,
# which means that its output is largest for them.
#
# **Predict first:** will these twelve all be the same digit? And what will the painting look like: a whole digit, a piece of one, or nothing you could name? Then go through a few of the 16 units.

# %%
DigitNetwork()

# %% [markdown]
# Did you find units that you can give a name? Unit {pure[0]} is one of the clearest: all {pure[1]} of its digits are {pure[2]}s. Unit {mixed[0]}
# isn't that particular. Its digits are {mixed[1][0]}s and {mixed[1][1]}s, but 0s excite it too; compare its painting with them, and you may see what these three have in common.

# %% [markdown] tags=["fact-nobody-programmed", "fact-reuse"]
# Think about what went into this network: a thousand images with the right answers, the sizes of the layers, and a rule for how training changes the weights. Nobody told unit {pure[0]} to
# answer {pure[2]}s most strongly (it's on, weakly, for many other digits too). **Nobody programmed these units.** What they look for came out of training. Trained again from another start, some units come out much like these, and others don't. (One thing we did ask for: a small price on every
# output of a hidden unit, so that the units, taken together, are off more often than on and easier to read.)
#
# And one unit serves many: what it finds is handed to all ten neurons of the next layer, and each of them weighs it in its own way. A stroke at a certain place has to be found only once, for all ten digits. In deeper networks
# this goes on, so each layer can build on what the one before has found. In a popular drawing it goes like this: the first layer of an image network finds edges, the next one textures, then come parts, and at last whole objects.

# %%
ask("layers.hierarchy")

# %% [markdown]
# Here's that drawing. Look at the small words below the boxes, too.

# %% tags=["fact-hierarchy"]
show("layers.feature_hierarchy")

# %% [markdown] tags=["fact-hierarchy-caveat"]
# Units that look for edges have been found in the first layers of many image networks. After that, layers tend towards larger and more specific things, and how
# it goes on differs from network to network. In language models the order is a tendency too, and popular texts that give exact numbers, such as "grammar is in layers 8 to 15", disagree with each other.

# %% [markdown]
# {pause}

# %% [markdown]
# ## What do layers gain when they stand one behind the other?
#
# So far, the networks that solved something had one hidden layer at most. To see what a second and a third can add, take the simplest thing a layer could move: not a sheet, only a strip of paper, the numbers from 0 to 1. Two ReLU units look at it, h₁ = relu(x) and h₂ = relu(x − 0.5), and what comes next weighs them with 2 and −4. What does 2h₁ − 4h₂ do to the strip?

# %%
x = np.linspace(0, 1, 5)
fold = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)
print(x)
print(fold)

# %% [markdown]
# Up to the middle the values rise from 0 to 1, and then they come back to 0. The places 0.25 and 0.75 now lie on top of each other: the strip is folded in the middle, and stretched so that it reaches from 0 to 1 again. The fold, or *crease*, lies where
# the sum of the second unit is zero, x − 0.5 = 0.
#
# Now a second layer does the same to the folded strip. It reads the folded place p = 2h₁ − 4h₂ and folds it once more. (p needs no neuron of its own: each unit of the second layer weighs h₁ and h₂ with 2 and −4 itself.)

# %%
ask("layers.two-folds")

# %% [markdown] tags=["fact-fold-composition"]
# Here it is in code. Both units of the second layer read p, so both *columns* of its W are (2, −4). The first unit is relu(p), the second one is relu(p − 0.5), and the last line weighs them with 2 and −4
# once more. (`x[:, None]` stands the list up as a column, as in lesson 2: a row for each of the nine places, with one number in it. At the end, `[:, 0]` takes the only column out again.)

# %%
x, b = np.linspace(0, 1, 9), np.array([0, -0.5])
h = np.maximum(0, x[:, None] @ np.array([[1, 1]]) + b)  # relu(x), relu(x - 0.5)
h = np.maximum(0, h @ np.array([[2, 2], [-4, -4]]) + b)  # relu(p), relu(p - 0.5)
(h @ np.array([[2], [-4]]))[:, 0]

# %% [markdown]
# Up, down, up, down. The second crease went through both thicknesses of the folded strip at once, and so it shows twice when you unfold it.
#
# **Predict first:** six folds take 12 units. How many straight pieces do they make? And how many could 12 units side by side make at most? Then fold.

# %% tags=["fact-signature-paper-strip"]
PaperStrip()

# %% [markdown] tags=["fact-pieces", "fact-pieces-one-layer", "fact-depth-saves"]
# {pieces(6)} pieces after six folds, from {2 * 6} units. Side by side, {2 * 6} units make at most {one_layer(2 * 6)}, because each has one kink (lesson 2). Five folds with 10 units give {pieces(5)} pieces against {one_layer(10)}.
# The difference is the order. One behind the other, each fold goes through everything that's folded already, so the pieces multiply; side by side, they only add up. With two folds that's no gain yet (4 units side by side make 5 pieces); from three on it is.
#
# For {pieces(5)} pieces from a single layer you would need at least {pieces(5) - 1} units. Each further fold costs two units more, while the single layer has to become about twice as wide. That's what people mean when they say that depth saves *exponentially* many units. For
# some functions it's a theorem. It doesn't say that the function you need is one of them.
#
# ## Can folding take two spirals apart?
#
# Now the same on a sheet. Two spirals of {points} points in all wind around each other more than once, and a network was trained to tell one from the other. It has four hidden layers of {fold_width} ReLU units, and three things are special about it, so that we can draw it:
#
# - After each hidden layer, its {fold_width} results are weighed and summed up into only two numbers, the new place of the point on the paper. So the sizes are `2-12-2-12-2-12-2-12-2-1`. (The 2s in between don't bend, so we count four hidden layers.)
# - In training, wrong answers added to the loss, as usual, and so did every move of a point: the farther the move, the more.
# - When training began, the layers hardly moved the sheet.
#
# The purple line is the best straight cut that a search found for the sheet as the layers so far have left it, so it shows about what a single neuron could do after them. On the right you see the same cut on the flat sheet, and crosses mark points on its wrong side.
#
# **Predict first:** when all points are on their right side, what will the cut look like on the flat sheet?

# %% tags=["fact-signature-origami"]
Origami()

# %% [markdown] tags=["fact-folds-compose", "fact-approximator", "fact-settled-and-open"]
# On the flat sheet the cut gets {right_after(0)} of {points} points right. After one hidden layer it's {right_after(1)}, and after two a straight cut gets all {right_after(2)}. Drawn back onto the flat sheet, the cut of layer two winds between the spirals. The other
# two layers pull the spirals further apart: after two layers, two points, one on either side, still nearly touch the cut. At the end the nearest ones are {nearest_after(4):.2f} away from it, on a sheet where the points are {wide_after(4):.1f} wide by now. (They were {wide_after(0):.1f} wide at first.) And no layer did anything but weigh, sum and bend.
#
# So that's what training has made here: a stack of folds, moved until they fit the data. The word for such a network is *function approximator*. Three things about it are settled. It computes a function; that function comes from its parameters, its
# wiring and its bends; and training chose the weights to fit the examples. What's open is how far the numbers inside stand for things that we would name, and how to find out.
#
# The picture has its limits too. The weights stretch the sheet and ReLU presses parts of it flat, which paper doesn't do. Smooth bends such as tanh leave no sharp crease. And most layers of most networks hand on hundreds or thousands of numbers, not two. Nobody can draw such a sheet.
#
# ## Is deeper better?
#
# The strip of paper makes a promise. Does it hold for tasks that nobody folded in advance? Here are two: the rings of a target in two colours, and the fields of a checkerboard. Networks with one to four hidden layers, about
# {about_250} parameters each, were trained {SEEDS} times, with another random start and other points each time. Every dot is one training and shows how many new points it gets right. The bar is the middle of the {SEEDS}.
#
# **Predict first:** will more layers help with the rings, with the checkerboard, with both, or with neither?

# %% tags=["fact-support-depth-width"]
DepthWidth()

# %%
ask("layers.more-layers")

# %% [markdown] tags=["fact-generalisation"]
# For the rings, three hidden layers do best after these {STEPS:,} steps of training: in the middle {middle("rings", 3):.0%} against {middle("rings", 1):.0%} for one wide layer (guessing gets about half), and a fourth layer loses some of it again. On the checkerboard the wide layer is as good as any, {middle("checkerboard", 1):.1%}, and four
# layers fall to {middle("checkerboard", 4):.1%}. The dots say one more thing: every deeper network scatters more than the one wide layer. What a network *could* do and what training *finds* are two questions, and lessons 4 and 5 are about the second.
#
# You may read that a deep network does better on new data than a shallow one, even where both fit the training data equally well. That's often observed; it isn't a theorem.

# %% [markdown]
# {pause}

# %% [markdown]
# ## Must every neuron look at every square?
#
# In all our layers so far, every neuron looks at every input. Such a layer is called **dense**, or fully connected, and it's what you take when you know nothing about your inputs.
#
# It's also the expensive choice. A dense layer that makes an 8 × 8 picture from an 8 × 8 picture has 64 · 64 + 64 = {parameters(64, 64):,} parameters; for 28 × 28 it's {parameters(784, 784):,}. A layer with so many
# parameters can learn the training images by heart instead of what they have in common. (That's *overfitting*, and lesson 5 is about it.)
#
# And a dense layer knows nothing of neighbours: if it has learned what a stroke looks like on the left, it must learn the same stroke on the right all over again.
#
# But a stroke is a stroke wherever it is. So take a tiny neuron with 3 × 3 weights, called a **kernel**, and slide it over the drawing. At every place it weighs the nine squares it sees and adds them up. That's called a **convolution**.
#
# Its results make a new picture, the **feature map**: it shows where the kernel found what it looks for.
#
# The kernel below has −1 on its left and 1 on its right. **Predict first:** where on a 0 will its result be large, and where below zero? What about a level stroke, like the top of a 7?

# %% tags=["fact-kernel"]
SlideKernel()

# %% [markdown] tags=["fact-same-everywhere", "fact-feature-map"]
# Its result is large where there's more ink on the right than on the left, so at the left edge of a stroke, and negative at the right edge. In the middle of a level stroke, left and right cancel out. And it finds a left edge wherever you draw one, with the same nine weights. (At the border, the squares that are missing count as 0.)
#
# In mathematics, the kernel of a convolution is flipped over before it's slid. Hardly any network does that, because training can find a flipped kernel as well.
#
# Nobody has to choose these nine numbers: training can find them, like all weights. But today you choose.

# %%
ask("layers.kernel")

# %% [markdown] tags=["fact-wirings-counts"]
# One kernel finds one feature, so a convolution layer has many kernels, and each gives a feature map of its own. A single kernel with its bias has {convolution} parameters on a grey picture of any size. The dense layer needed {parameters(64, 64):,} on 8 × 8 and {parameters(784, 784):,} on 28 × 28. The same trick works wherever the same thing may turn up at any place. In a sound recording the
# kernel slides along time, and finds a click at the beginning as well as at the end.
#
# ## What if the rows come one after the other?
#
# Sometimes the inputs have an order. A sound, a temperature, a sentence arrive piece by piece, and you can't wait for the end. A **recurrent** layer reads them one by one and carries a **state** along, a list of numbers that says what it has kept of everything so far. Let it read a digit, row by row from the top. At each step the new state is made from the
# row and from the old state, each with its own weights, and bent with tanh. (Usually there's a bias too. `reshape(8, 8)` lays the 64 numbers out in rows again.)

# %% tags=["fact-recurrent"]
rng = np.random.default_rng(0)
from_row, from_state = rng.normal(size=(8, 3)), rng.normal(size=(3, 3))
state = np.zeros(3)
for row in validation.X[0].reshape(8, 8):
    state = np.tanh(row @ from_row + state @ from_state)
    print(state.round(2))

# %% [markdown]
# The weights are random, because we only want to see how it works: the same 8 · 3 + 3 · 3 = {8 * 3 + 3 * 3} numbers are used at every row. All eight rows go into the last state, but not equally: with zeros in place of the first row, the
# last line would look the same, and with zeros in place of the last row it wouldn't. Here, what came early fades.
#
# A kind that can keep things longer, because it learns what to keep and what to forget, is called *LSTM*, short for long short-term memory. For text, recurrent layers have mostly been replaced by attention (below). For time series and on small devices they're alive.
#
# Now let the engine count the parameters of all three wirings, each making 64 numbers out of 64. (The recurrent layer hands on its state after every row: 8 rows with 8 numbers each.) In the code,
#
# - `Conv2d(1, 1, 3)` makes one feature map from one picture with a kernel 3 wide, `padding=1` adds the border of zeros, and (1, 8, 8) is one picture of 8 × 8;
# - `RNN(8, 8)`, short for recurrent neural network, reads 8 numbers at a time and carries a state of 8, and `batch_first=True` says that the first size counts examples.
#
# **Predict first:** the dense layer has {parameters(64, 64):,} parameters and the convolution {convolution}. Where in between will a recurrent layer be that reads 8 numbers at a time and carries a state of 8?

# %% tags=["fact-wirings-run"]
for name, layer, shape in [
    ("dense", nn.Linear(64, 64), (64,)),
    ("3×3 convolution", nn.Conv2d(1, 1, 3, padding=1), (1, 8, 8)),
    ("recurrent", nn.RNN(8, 8, batch_first=True), (8, 8)),
]:
    print(f"{name:16}{summary(layer, shape).parameters:6,} parameters")

# %% [markdown]
# The recurrent layer has 8 · 8 weights for the row and 8 · 8 for the state, and the engine gives each of its 8 units two biases, one for the row and one for the state: 64 + 64 + 16. But which results can a single square reach? Change one, and see. (The recurrent layer in the picture is an LSTM. It has four sets of such weights and biases, so {lstm} parameters.)

# %% tags=["fact-support-wirings"]
Wirings()

# %%
ask("layers.wirings")

# %% [markdown] tags=["fact-wirings"]
# That's the price and the gift of a wiring: it decides in advance what may matter to what. A dense layer leaves everything open and pays for it. A convolution says that neighbours matter, and that a feature is the same everywhere. A recurrent layer says that what came before matters. There's a fourth one, **attention**, which computes from the inputs themselves how much one input matters to another; with a
# dense network behind it (called *feedforward*), it's the core of the transformer block of today's language models. You'll write that attention in lesson 7.
#
# ## What's left when you close your eyes?

# %%
ask("layers.deep")

# %% [markdown]
# Now without options. Say it aloud first, and then write.

# %%
ask("layers.recall")

# %% [markdown]
# And the question from the beginning. This time it counts.

# %%
ask("layers.pre-second-layer")

# %% [markdown]
# ## Build it yourself
#
# When you opened this page, your reader could say yes or no. Now it reads all ten digits and says how sure it is, you've looked at what its hidden units look for, and you've seen how many units can be saved when folds go through folds. In the
# [exercises](../exercises/03_layers.ipynb) you write its forward pass and its softmax, repair a broken reader, and let your own code read what you draw.
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
