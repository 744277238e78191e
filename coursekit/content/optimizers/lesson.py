# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.engine import nn, optim, tensor
from coursekit.widgets import BreakItClinic, OverfitPair, RavineRace, ScheduleDrawer

# %% [markdown]
# ## Before you start
#
# Two questions, to wake up what you know. They are not marked now. You meet them again at the end.

# %%
ask("optimizers.pre-best", marked=False)

# %%
ask("optimizers.pre-fall", marked=False)

# %% [markdown]
# And three from earlier on, to see what stayed.

# %%
warm_up("nonlinearity.universal", before="optimizers")

# %%
warm_up("neuron.units", before="optimizers")

# %%
warm_up("neuron.pre-brain", before="optimizers")

# %% [markdown]
# ## One step downhill
#
# Lesson 4 gave you the gradient: for every weight, how the loss changes when the weight grows. It points uphill. So
# take a small step the other way, and look again.
#
# Begin with one weight. The loss is {CURVATURE / 2}·w². Its slope is 25·w. At w = 1 the slope is 25: a larger w is worse, so w
# has to shrink. With a step of 0.02 times the slope:

# %%
w = 1.0
for step in range(4):
    w = w - 0.02 * 25 * w
    print(round(w, 4))

# %% [markdown] tags=["fact-step"]
# Each step halves w. Written for any loss L:
#
# $$w \leftarrow w - \eta\, \frac{\partial L}{\partial w}$$
#
# The Greek letter η (say "eta") is the number that you choose.
#
# {term gradient descent}
#
# {term learning rate}
#
# Three rates on the same valley. Before you look: what will the largest do?

# %%
show("optimizers.three_rates")

# %% [markdown] tags=["fact-too-large-too-small"]
# Too small creeps. Too large jumps across the bottom and lands higher than it was. Where is the limit? Each step
# multiplies w by (1 − 25η). The number 25 is the **curvature**: how fast the slope grows. As long as the factor lies
# between −1 and 1, w shrinks.

# %%
for rate in [0.04, 0.079, 0.08, 0.081]:
    print(f"rate {rate:.3f}  factor {1 - 25 * rate:+.3f}")

# %% [markdown] tags=["fact-limit"]
# At 0.079 the factor is {factor(0.079)}: a jump across the bottom each time, and still a little closer. At 0.081 it is
# {factor(0.081)}, and the walk explodes. In between, at 2/25 = {limit}, nothing changes any more but the side.

# %%
ask("optimizers.which-rate")

# %% [markdown]
# ## A long valley
#
# A network has many weights, and the loss is steep along some and gentle along others. The smallest picture of that
# is a valley with curvature 1 along x and curvature 25 along y. One learning rate has to serve both.

# %%
ask("optimizers.largest-eta")

# %% [markdown] tags=["fact-valley", "fact-momentum"]
# The steep direction sets the limit. At a rate that it bears, the gentle direction takes its time: at 0.03, every
# step leaves {factor(0.03, 1):.0%} of x. This is where better rules begin.
#
# **Momentum** keeps moving the way it has moved. It keeps a velocity v, adds each gradient to it, and lets the old
# part fade:
#
# $$v \leftarrow 0.9\, v + g \qquad w \leftarrow w - \eta\, v$$
#
# {term momentum}

# %% tags=["fact-momentum-ten"]
v = 0.0
for step in range(1, 61):
    v = 0.9 * v + 1.0  # the same gradient, 1, in every step
    if step in (1, 2, 3, 60):
        print("step", step, " velocity", round(v, 2))

# %% [markdown]
# Where the gradient keeps its sign, the velocity grows. Where it flips from step to step, as across a narrow valley,
# old and new cancel in part.

# %%
ask("optimizers.momentum-ratio")

# %% [markdown] tags=["fact-momentum-ten", "fact-nesterov"]
# The velocity comes to rest at {at_rest}: there, the tenth that fades is as large as the gradient that comes in. So along a
# gentle slope momentum takes steps **ten times** as long as plain descent. Where a share β is kept it is 1/(1 − β) times.
#
# In a narrow valley such a velocity shoots past the bottom and swings back. **Nesterov's** variant brakes sooner. It takes the
# gradient a little ahead, at the place to which the velocity is about to lead:
#
# $$v \leftarrow 0.9\, v + g(w - 0.9\, \eta\, v) \qquad w \leftarrow w - \eta\, v$$
#
# Here g(…) is the gradient at the place in brackets. Both walk the valley of curvature 25 from w = 1, for 20 steps at
# a rate of 0.03. **Predict first:** which of them is nearer to the bottom then?

# %%
for name, ahead in (("momentum", 0.0), ("Nesterov", 0.9)):
    w, v = 1.0, 0.0
    for step in range(20):
        v = 0.9 * v + 25 * (w - ahead * 0.03 * v)
        w = w - 0.03 * v
    print(name, f"{abs(w):.6f} from the bottom")

# %% [markdown] tags=["fact-rmsprop"]
# Momentum still swings. Nesterov's variant has arrived.
#
# **RMSProp** goes another way: it divides each weight's gradient by the usual size of that weight's gradients. For that
# it keeps a fading average s of their squares, and takes its root:
#
# $$s \leftarrow 0.9\, s + 0.1\, g^2 \qquad w \leftarrow w - \eta\, \frac{g}{\sqrt{s} + \varepsilon}$$
#
# The tiny ε keeps the division possible. Take two slopes, −4 along a gentle direction and 25 along a steep one, and
# suppose that they stay so. How long are the steps along both, measured in η?

# %%
g, s = np.array([-4.0, 25.0]), 0.0
for step in (1, 2, 3):
    s = 0.9 * s + 0.1 * g**2
    print("step", step, (g / np.sqrt(s)).round(2))

# %% [markdown] tags=["fact-adam"]
# Steep or gentle, the steps are equally long. The first ones are too long: s begins at 0 and is too small for a while.
#
# **Adam** takes both ideas and mends the beginning: a fading average m of the gradients, divided by the root of a fading
# average v of their squares.
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g \qquad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2$$
#
# $$\hat m = \frac{m}{1 - \beta_1^t} \qquad \hat v = \frac{v}{1 - \beta_2^t} \qquad w \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}$$
#
# Here t counts the steps from 1, β₁ = 0.9, β₂ = 0.999, and ε stands outside the root. Why the hats? Both averages start
# at zero and are too small at first. See it with the first gradient, 1000:

# %%
g, rate = 1000.0, 0.001
m, v = 0.1 * g, 0.001 * g**2
print("without correction", round(rate * m / v**0.5, 5))
print("with correction   ", round(rate * (m / 0.1) / (v / 0.001) ** 0.5, 5))

# %% [markdown] tags=["fact-adam-first-step"]
# With the correction the first step is the learning rate. Without it the step would be {uncorrected:.5f}, three times as
# long: m is a tenth of what it should be, and √v about a thirtieth. Try another gradient in the cell above: the
# numbers stay.

# %%
ask("optimizers.adam-first")

# %% [markdown]
# {term optimizer}
#
# ## The ravine race
#
# Four optimizers, one start, one learning rate for all. D is plain descent, M momentum, R RMSProp, A Adam. On the
# right stands the loss as a power of ten: −2 means {10**-2}.
#
# **Predict first:** what happens to D at 0.079, and what at 0.081? Who bears a larger rate?

# %% tags=["fact-signature-ravine"]
RavineRace()

# %% [markdown]
# At 0.079 D is still coming closer after {RACE_STEPS} steps. At 0.081 it is above its start. Momentum bears nearly twice the
# rate. RMSProp and Adam do not explode on this slider: a step of theirs is never more than a few times the rate,
# however steep the place. For the same reason they are slow where the rate is small.
#
# Now switch the noise on. Compare at 0.04, where D is ahead, and at 0.12, where Adam is. No racer wins at both.
#
# ## Rough steps are cheap
#
# Why noise at all? The exact gradient needs every training example. With a million examples that is a million
# forward and backward passes for one step. A few examples drawn at random give a rough gradient, and on average the
# right one. Here is the slope of a mean squared error for 10,000 examples, and the slope by 32 of them, five times:

# %%
rng = np.random.default_rng(0)
x = rng.normal(size=10_000)
y = 3 * x + rng.normal(size=10_000)
slopes = 2 * (0 * x - y) * x  # each example's own slope at w = 0
print("all:", round(slopes.mean(), 1))
batches = [rng.choice(slopes, 32).mean() for _ in range(5)]
print("batches of 32:", np.round(batches, 1))

# %% [markdown] tags=["fact-mini-batch", "fact-noise"]
# The rough slopes lie on both sides of the exact one, and they agree on the direction. Each costs about a
# three-hundredth.
#
# {term mini-batch}
#
# {term epoch}
#
# Gradient descent with mini-batches is called **stochastic** gradient descent, SGD. Its noise has a good side: it
# can push a walk off a saddle, a level place that rises one way and falls another, and out of some sharp minima. It
# can; it need not. At a saddle every slope is 0. What does that say about a weight?

# %%
ask("backprop.blame", again="optimizers")

# %%
ask("optimizers.noise")

# %% [markdown]
# ## The loop, in code
#
# This is the whole of training, in the engine's words: a batch, the network's answers, the loss, the gradients, the
# step.
#
# Look for the line that moves the weights.

# %%
net = nn.Sequential(nn.Linear(1, 8, rng=rng), nn.ReLU(), nn.Linear(8, 1, rng=rng))
optimizer = optim.Adam(net.parameters(), lr=0.01)
X, Y = tensor(x[:, None].astype("float32")), tensor(abs(x[:, None]).astype("float32"))
for step in range(500):
    rows = rng.integers(0, len(x), 32)
    optimizer.zero_grad()
    loss = nn.MSELoss()(net(X[rows]), Y[rows])
    loss.backward()
    optimizer.step()
print("better than a hundredth:", loss.item() < 0.01)

# %% [markdown]
# The network (1-8-1: {bill(1, 8, 1)}) has learned to drop the minus sign of a number from
# examples alone. From five other starts it learned it each time. `zero_grad` stands there because
# `backward` **adds** to the gradients that are stored, as you saw in lesson 4. Leave it out, and every step follows
# all batches so far at once. The weights move in `optimizer.step()` alone.

# %%
ask("backprop.twice", again="optimizers")

# %% [markdown]
# A batch may have more rows or fewer. Which sizes have to agree all the same? A question from lesson 3.

# %%
ask("layers.shape-error", again="optimizers")

# %% [markdown]
# And the loop itself, line by line.

# %%
ask("optimizers.loop")

# %%
ask("optimizers.too-large-or-small")

# %% [markdown]
# ## Good, not the best
#
# The loss of a network is no bowl. Below, one small network, 2-6-1 ({bill(2, 6, 1)}), was
# trained on the same points from 20 random starts, with the same rule and the same number of steps.
#
# **Predict first:** will the 20 losses be equal?

# %%
show("optimizers.twenty_seeds")

# %% [markdown] tags=["fact-good-not-best"]
# Most starts end at similar losses, with boundaries that differ in their corners. A few end in a worse place. The worst is
# held there for long; twice as many steps hardly move it. No step tells whether a deeper valley lies elsewhere. So
# results of training are told for several seeds, and that is what the strips of rings in this lesson are.
#
# ## Which optimizer?
#
# The fair way to ask is with every optimizer at several rates and several seeds. Here the task is to tell two
# spirals apart, and each mark is one network, 2-32-32-32-1 ({bill(2, 32, 32, 32, 1)}),
# after {STEPS} steps: a full dot if it gets {GOAL:.0%} of fresh points right, else a ring. All were trained beforehand.
#
# **Predict first:** at which of the six rates does each succeed?

# %%
show("optimizers.rates_and_rules")

# %% [markdown] tags=["fact-which-optimizer", "fact-warmup-cosine"]
# Each rule has its window of rates, and the windows lie apart. Adam succeeds at 0.01, where plain SGD has hardly
# begun to move. At 0.3 plain SGD succeeds and both others fail. Adam's window is the widest here, which is a good
# reason to try it first. It is no reason to leave its rate untested.
#
# ## A rate that changes
#
# One rate need not serve from the first step to the last. Early on, the weights are far off and a long step may throw
# them; late, long steps keep shaking what should settle. So the rate often climbs for a short **warmup** and then
# comes down along half a **cosine**.
#
# Draw one. A constant 0.10 brings all five seeds home. A constant 0.30 fails on every seed.
#
# The gradients can be yours: copy `linear_backward` and `relu_backward` from your exercises of lesson 4 into a new cell,
# add `from coursekit import use` and hand them in with `use`. The words under the picture then say who carried them.
#
# **Predict first:** can 0.30 be of use at all, and when?

# %% tags=["fact-support-schedule"]
ScheduleDrawer()

# %% [markdown] tags=["fact-warmup-cosine"]
# A short climb to 0.30 and a descent that begins at once bring all five seeds home. A schedule lets you use long
# steps for a while, at the time when they can be borne.
#
# The cosine in numbers: call *done* the share of the steps after the warmup that lie behind you, from 0 to 1. Then
#
# $$\eta = \eta_{\max} \cdot \frac{1 + \cos(\pi \cdot \text{done})}{2}$$
#
# The cosine runs from 1 down to −1, flat at both ends and steep between them. After a warmup of 30 steps to 0.25, the
# rates at steps 30, 100, 200 and 300 are:

# %%
done = (np.array([30, 100, 200, 300]) - 30) / (300 - 30)
print((0.25 * (1 + np.cos(np.pi * done)) / 2).round(2))

# %% [markdown]
# Draw it above: 0 at step 0, then these four. All five seeds come home. Now draw the same shape up to 0.30, with {half_cosine(100, 0.30):.2f} at step
# 100 and {half_cosine(200, 0.30):.2f} at step 200: two are lost. A schedule does not choose the peak for you.
#
# ## Learning by heart
#
# So far the training loss was the goal. It is not. A network is for examples it has **not** seen. So keep some out
# of training, and watch them.
#
# {term validation set}

# %%
ask("optimizers.which-overfit")

# %% [markdown] tags=["fact-overfitting", "fact-remedies"]
# When the training loss goes on falling and the validation loss begins to rise, the network has started to learn its
# examples by heart.
#
# {term overfitting}
#
# {term regularisation}
#
# Four remedies, each a switch below. The plainest is **more data**: it is harder to learn by heart. The others are
# these.
#
# {term early stopping}
#
# {term weight decay}
#
# {term dropout}
#
# **Predict first:** which single switch helps most?

# %% tags=["fact-support-overfit-pair"]
OverfitPair()

# %% [markdown] tags=["fact-dropout"]
# All off, the training loss goes to zero and the test loss ends above 1. Each switch alone brings it below 0.6, and
# more data helps most. The plane in the middle shows why: without a remedy the boundary winds around single points.
#
# ## Two remedies, closer
#
# Dropout draws anew in every training step. The units that stay are divided by 1 − p, so that the sums they feed
# are as large on average as before. When the network is used, nothing is dropped.

# %%
layer, ones = nn.Dropout(0.5, rng=rng), tensor(np.ones(8, "float32"))
print("training:", layer.train()(ones).data)
print("in use:  ", layer.eval()(ones).data)

# %%
ask("optimizers.dropout-test")

# %% [markdown] tags=["fact-adamw"]
# Weight decay shrinks every weight by a share of itself: w ← w − η·λ·w. For plain SGD that equals adding the
# penalty λ/2·w² to the loss, which is called L2. In Adam it does not: the penalty's gradient goes through the
# division and loses its size. **AdamW** takes the decay past the division. One weight of 2, no gradient from the
# data:

# %%
for rule in (optim.Adam, optim.AdamW):
    weight = tensor([2.0], requires_grad=True)
    optimizer = rule([weight], lr=0.01, weight_decay=0.1)
    (0 * weight).sum().backward()
    optimizer.step()
    print(rule.__name__, round(weight.item(), 4))

# %% [markdown]
# Adam with L2 took a whole step of {with_l2:.2f}, however small the decay. AdamW took 0.01·0.1·2 = {with_adamw:.3f}.

# %%
ask("optimizers.adamw-l2")

# %% [markdown] tags=["fact-test-set"]
# ## Three sets, and who may see what
#
# The training set moves the weights. The validation set chooses: the learning rate, the remedy, the moment to stop.
# The **test set** judges once, at the end. What has helped to choose leans towards your choice, and can no longer
# judge. The pair of curves above is a case: you tried switches until the test loss was low, and so it has helped to
# choose. To say how good your choice is, you need points that are fresh once more.

# %%
ask("optimizers.test-set")

# %% [markdown]
# ## Break-it clinic
#
# Six runs, and each has one hidden fault: a start with tiny weights, a learning rate 30 times too large, a stack of
# sigmoids, a dead layer, test data that leaked into training, or a missing `zero_grad`. You see the instruments
# alone.
#
# Read from left to right: the losses, the gradient that the optimizer gets, and for each hidden layer how many units
# are on and how strong a signal comes back. Then name the fault.
#
# First two questions from lesson 4, to warm up the eye: a gradient on its way through many layers, and one that meets
# a single ReLU.

# %%
ask("backprop.thermometers", again="optimizers")

# %%
ask("backprop.relu-gate", again="optimizers")

# %% tags=["fact-support-clinic"]
BreakItClinic()

# %% [markdown]
# A flat loss has several causes, and the layers tell them apart. A leak shows only because there are new points to
# compare with. In your own work that third curve is a test set nobody has touched.
#
# ## Checkpoint
#
# Close your eyes for a moment before you write. Recalling is what makes it stay.

# %%
ask("optimizers.recall")

# %% [markdown]
# And the two questions from the beginning.

# %%
ask("optimizers.pre-best")

# %%
ask("optimizers.pre-fall")

# %% [markdown]
# ## Build it yourself
#
# In the [exercises](../exercises/05_optimizers.ipynb) you write SGD, momentum, Adam and AdamW, a schedule, and a
# training loop that stops early. Your own Adam then runs in the ravine.
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
