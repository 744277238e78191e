# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show
from coursekit.widgets import HousePrice, UnitsSwitch, WeighSumBend, XorMeter

# %% [markdown]
# ## Before you start
#
# Two questions, to wake up what you know. They are not marked now. You meet them again at the end.

# %%
ask("neuron.pre-brain", marked=False)

# %%
ask("neuron.pre-xor", marked=False)

# %% [markdown] tags=["fact-chain-of-steps"]
# ## A long chain of small steps
#
# The name says "neural". What runs on the computer is arithmetic: multiply, add, bend, hand the number on.
# One such step can do little. Many of them, one feeding the next, turn a straight line into almost any shape.
#
# Look at the three pictures from left to right. What changes from one to the next?

# %%
show("neuron.from_line_to_curve")

# %% [markdown] tags=["fact-bends-a-line", "fact-straight-line"]
# The first step gives a straight line. The second bends it at zero. The third weighs three bent lines and adds them
# up, with a bias: there is a hill and a valley. This lesson is about the middle picture, one step, done by one neuron.
#
# ## A straight line you know
#
# Start with numbers. A house of 200 m² costs more than one of 100 m². The plainest rule for that is a straight line:
# take the size, multiply it by a number, add another number: price = w · size + b.

# %%
size = np.array([0.4, 1.0, 2.0])  # in 100 m²
w, b = 2.0, -1.0
w * size + b  # in 100,000 euros

# %% [markdown] tags=["fact-weight-and-bias"]
# NumPy did all three houses in one line. The two numbers have names that the whole course uses: w, which the size is
# multiplied by, is the **weight**, and b, which is added, is the **bias**. The products, added up, are called the weighted
# sum; here there is one product. A word with a small triangle opens when you press it:
#
# {term weight}
#
# {term bias}
#
# Below are {houses} made-up houses. The vertical axis shows what a house adds to the price of its plot. Old, small houses
# add nothing: buyers pay for the plot and tear them down.
#
# One number says how wrong a line is, the **loss**: take each house's error, square it, average the squares.
#
# {term loss}
#
# **Predict first:** can a straight line be right for the small houses and for the large ones at once? Then try.

# %% tags=["fact-support-house-price"]
HousePrice()

# %% [markdown] tags=["fact-relations-bend"]
# No straight line gets below {best_line:.3f}. It has to cut the corner between the flat part and the rising part. Most relations
# in the world bend somewhere, and a straight line cannot. Switch on the bend at the best straight line, and the loss
# falls to {best_line_bent:.2f}. Set w and b anew, and it falls below {bent_line_stays_below}: all sums below zero become zero, and the flat part is there.
#
# In code, the bend is one more word.

# %%
np.maximum(0, w * size + b)

# %% [markdown]
# The small house would have cost less than nothing; now it is at 0. The others did not change. This bend has a name,
# **ReLU**.

# %% [markdown] tags=["fact-weigh-sum-bend"]
# ## Weigh, sum, bend
#
# A neuron does the same with several inputs. Take two inputs, x = (1, 2), with weights w = (3, −1) and bias b = 0.5:
#
# 1. **Weigh**: 1 · 3 = 3 and 2 · (−1) = −2.
# 2. **Sum**, with the bias: 3 − 2 + 0.5 = {first_z}. This sum is called z.
# 3. **Bend**: max(0, {first_z}) = {max(0, first_z)}. This is the output y.
#
# Here is this neuron, one step at a time. Before each press of **Next step**, say the number that will appear.

# %% tags=["fact-support-stepper"]
WeighSumBend(inputs=2, x1=1, x2=2, w1=3, w2=-1, b=0.5)

# %% [markdown] tags=["fact-neuron-formula"]
# The weighted sum is {first_total}. The output stays 0 as long as the bias does not lift z above zero, so up to a bias of {last_bias_off:.1f}. One
# step further, at {last_bias_off + 0.1:.1f}, the neuron wakes up.
#
# For any number of inputs the three steps read
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + b, \qquad y = \varphi(z)$$
#
# where $\varphi$ (say "phi") stands for the bend. In NumPy, `@` multiplies the pairs and adds the products:

# %%
x, w, b = np.array([1, 2]), np.array([3, -1]), 0.5
z = w @ x + b
print("z =", z, "  y =", max(0, z))

# %% [markdown]
# Both numbers are those that you found by hand. In one line, weigh, sum and bend are `max(0, w @ x + b)`. That is a
# **neuron**, and its bend is called the **activation function**.
#
# {term neuron}
#
# {term activation function}
#
# {term ReLU}
#
# Your turn, with three inputs and no computer.

# %%
ask("neuron.z-by-hand")

# %%
ask("neuron.after-relu")

# %%
ask("neuron.steps")

# %% [markdown] tags=["fact-parameters", "fact-what-it-knows"]
# ## What the network knows
#
# The numbers that training may change are the **parameters**.
#
# {term parameter}
#
# A neuron with two inputs has 3 parameters: two weights and a bias. They are its knobs. Nobody writes down what a
# network knows; it is in the values of these numbers, together with how the neurons are wired. The small grey line at
# the foot of a network's widget counts them: parameters, the bytes to store them in 32 bit, and the multiplications
# with their additions for one answer.
#
# **Count:** how many parameters does a neuron with five inputs have? (Five weights and a bias, so {5 + 1}.)
#
# ## Votes, and where the comparison stops
#
# You can think of the weighted inputs as votes. A large weight makes a vote loud, a negative weight makes it a vote
# against, and the bias is the opinion before any vote is in.
#
# **Predict first:** four votes are {votes[0]}, {votes[1]}, {votes[2]} and {votes[3]}, and the bias is {VOTES_BIAS}. A sum above zero says cat. Does it?

# %% tags=["fact-evidence"]
show("neuron.cat_votes")

# %% [markdown] tags=["fact-biology-box", "fact-evidence-limit"]
# Take away the pointy ears: {cat} − {votes[1]} is below zero, and the vote turns.
#
# The picture helps, and it has a limit. The votes are real numbers, not yes or no. And in a trained network nobody
# names the inputs of a neuron deep inside: there is no whisker wire. Training sets the weights, and what a single
# number in the middle stands for is often hard to say.
#
# > **And the brain?** A nerve cell gathers signals on its branches (dendrites), adds them up in its body, and when the
# > sum passes a threshold it sends a pulse along its axon. From there come the words *neuron* and *activation*. The
# > rest of the cell stayed behind: its timing, its chemistry, the way it grows and learns. Use the
# > comparison to remember the steps, not to explain what a network does.
#
# ## Where a neuron changes its mind
#
# With two inputs, every pair (x₁, x₂) is a point on a plane. The neuron is on where z is above zero and off elsewhere.
# Between the two runs its **boundary**, where z = 0. With w = (1, 1) and b = −1 the point (1, 0) lies on it, since
# 1 + 0 − 1 = 0. So does (0, 1). The straight line through both is the boundary.

# %%
ask("neuron.only-b-changes")

# %% [markdown]
# The weights decide which way the boundary runs. A change of the bias slides it and never turns it.
#
# ## Beat the XOR meter
#
# Four points, one at each corner of a square. **AND** is on where both inputs are 1, **OR** where at least one is, **XOR**
# where exactly one is. Blue circles should be on, orange squares off; a cross marks a point the neuron gets wrong.
#
# **Predict first:** how many of the four XOR points will you get right?

# %% tags=["fact-signature-xor-meter"]
XorMeter()

# %% [markdown]
# AND and OR give way: w₁ = 1, w₂ = 1 and b = −1.5 solve AND, and b = −0.5 turns the same neuron into OR. XOR stops at
# {xor_ceiling} of 4. Is there a setting you have not found? Let the computer try 200,000 random neurons.

# %% tags=["fact-xor-search"]
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
xor = np.array([0, 1, 1, 0])
knobs = np.random.default_rng(0).uniform(-3, 3, (200_000, 3))  # rows of w₁, w₂, b
on = knobs[:, :2] @ X.T + knobs[:, 2:] > 0  # is z above zero? each neuron, each point
right = (on == xor).mean(axis=1)  # the share of points right, for each neuron
print(f"best of {len(right):,} random neurons: {right.max():.2f}")

# %% [markdown] tags=["fact-straight-boundary", "fact-xor-three-of-four"]
# No luck among 200,000, and none among all others. Two lines show why.
#
# - On at (1, 0) and at (0, 1) means w₁ + b > 0 and w₂ + b > 0. Added up: w₁ + w₂ + 2b > 0.
# - Off at (0, 0) and at (1, 1) means b ≤ 0 and w₁ + w₂ + b ≤ 0. Added up: w₁ + w₂ + 2b ≤ 0.
#
# Both cannot be true. One neuron makes one straight cut, and no straight cut parts one diagonal of a square from the
# other. Remember this picture: in lesson 3 a layer of neurons bends the plane first, and then one cut is enough.
#
# ## Bent, with a straight boundary
#
# The cut is straight. Is the neuron itself a straight line, then? Take one input, bend the sum, and look at three points:

# %%
def neuron(x):
    return np.maximum(0, 2 * x - 1)


print(neuron(0.0) + neuron(2.0), "against", 2 * neuron(1.0))

# %% [markdown] tags=["fact-bent-not-linear"]
# The middle between 0 and 2 is 1. On a straight line the two ends together are twice the middle. Here they are {neuron_at(0) + neuron_at(2)} against
# {2 * neuron_at(1)}, so the neuron is no straight line.

# %%
ask("neuron.only-linear")

# %%
ask("neuron.doubled")

# %% [markdown]
# ## What the size of a weight does not say
#
# It is tempting to read a large weight as "this input matters". Before you do, change the unit. Each of the
# eight shelves below costs 10 euros, plus 30 for each metre of its width.
#
# **Predict first:** which weight gives the same prices when the width is in millimetres?

# %% tags=["fact-support-units"]
UnitsSwitch()

# %% [markdown] tags=["fact-weight-needs-scale"]
# The weight shrank from {shelf_weight} to {shelf_weight / 1000}, a thousandfold, and every price stayed the same. The sizes of two weights can be
# compared only when their inputs are measured on the same scale.

# %%
ask("neuron.units")

# %% [markdown]
# ## Quick check

# %%
ask("neuron.one-neuron")

# %% [markdown]
# ## Checkpoint
#
# Close your eyes for a moment before you write. Recalling is what makes it stay.

# %%
ask("neuron.recall")

# %% [markdown]
# And the two questions from the beginning.

# %%
ask("neuron.pre-brain")

# %%
ask("neuron.pre-xor")

# %% [markdown]
# ## Build it yourself
#
# In the [exercises](../exercises/01_neuron.ipynb) you write a neuron, find its boundary, and set weights by hand. Your
# own function then drives the XOR meter.
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
