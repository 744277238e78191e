# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.datasets import digits
from coursekit.engine import Tensor, nn, no_grad, optim
from coursekit.widgets import BreakItClinic, OverfitPair, Playground, RavineRace
from coursekit.widgets import ScheduleDrawer, TenDrawings, ValleyWalk

# %% [markdown]
# ## Who chose the numbers?
#
# In lesson 4 your reader learned for the first time: forward, loss, backward, and then every weight moved a little against its slope. How little "a little" is, you chose
# from three values that somebody had picked. From now on you search for it yourself, and for a few more like it.
#
# Here's the reader once more, 64-16-10, and the loop that trains it. (`no_grad` tells the engine that nothing will have to be walked backwards.)

# %%
training, validation = digits()[:2]  # the test digits wait until the end
loss_of = nn.CrossEntropyLoss()


def reader(rng, hidden=16):
    return nn.Sequential(nn.Linear(64, hidden, rng=rng), nn.ReLU(), nn.Linear(hidden, 10, rng=rng))


def share_read(net, part):
    with no_grad():
        return (net(Tensor(part.X)).data.argmax(axis=1) == part.labels).mean()


# %% [markdown]
# The loop shuffles the thousand training digits and goes through them in batches of 32; once through all of them is an *epoch*. Five lines do the work: take a batch, clear the slopes of the batch before, compute the loss (that's forward), compute the slopes (that's backward), and move the weights.
# The last one, `optimizer.step()`, is the only line that changes a weight. The *optimizer* knows the weights and the rule by which they move; in `optim.SGD` the rule is lesson 4's, weight minus rate times slope.

# %%
def train(net, optimizer, rng, epochs=5, batch=32):
    for epoch in range(epochs):
        order = rng.permutation(len(training.X))  # the row numbers in random order
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            optimizer.zero_grad()
            loss = loss_of(net(Tensor(training.X[rows])), training.labels[rows])
            loss.backward()
            optimizer.step()


# %% [markdown]
# Now three readers with the same random start, which see the same digits in the same order, five times each. Only `lr` differs, the number that each slope is multiplied by. **Predict first:** which of the three will read most of the
# {validation} validation digits? (`errstate` keeps NumPy's warnings off the page.)

# %%
for lr in [0.001, 0.1, 10]:
    rng = np.random.default_rng(0)
    net = reader(rng)
    with np.errstate(all="ignore"):
        train(net, optim.SGD(net.parameters(), lr=lr), rng)
    print(f"lr {lr}: {share_read(net, validation):.0%} read")

# %% [markdown]
# One of them reads, another has hardly begun, and one only guesses, which gets about 10 %. It's much the same with other starts: put another number in place of the 0 and try. (At 0.001, five starts read {shares[0, 0].min():.0%} to {shares[0, 0].max():.0%}, almost what each of them read before its first step.) A network that could read nearly everything reads nothing if one number is wrong.
#
# So this lesson is about choosing: how far to step, in which rhythm, for how long, and how you find out whether the choice was good. Here's a question without marks, and you'll meet it again at the end.

# %%
ask("optimizers.pre-fall", marked=False)

# %% [markdown] tags=["fact-step"]
# ## How far should a step go?
#
# A loss with a thousand weights can't be drawn, so let's look at two of them. Think of the loss as a height above the plane of these two weights; the place with the lowest loss is marked with a cross. Gradient descent stands somewhere, feels the slope under its feet, and
# steps downhill. For a weight w and a loss L, a step is
#
# $$w \leftarrow w - \eta\, \frac{\partial L}{\partial w}$$
#
# The arrow means "becomes". ∂L/∂w is the slope of the loss along this weight, which `backward` finds (all the slopes together are the *gradient* of lesson 4). The Greek letter η, say "eta", is the number you choose; programs call it `lr`.
#
# {term gradient descent}
#
# {term learning rate}
#
# In most networks the loss is far steeper along some directions than along others. The simplest landscape of that kind is a long valley. Seen from above, its floor runs from left to right and its walls rise towards the top and the bottom of the page. The slider c says how steep the walls are.
#
# Move η first and leave the momentum at 0; it gets its turn. When does the walk crawl, and when does it go wild?

# %% tags=["fact-support-valley"]
ValleyWalk()

# %% [markdown]
# Now be precise. Somewhere there's a largest learning rate, and beyond it the walk climbs out of the valley.

# %%
ask("optimizers.valley-limit")

# %% [markdown] tags=["fact-too-large-too-small", "fact-limit"]
# Go back to the picture and look for the largest η with c = 10, and with c = 50. Then multiply it by c, each time. What do you notice?
#
# <details style="margin-bottom: 1em"><summary><b>Open when you've found all three</b></summary>
#
# You should find about 0.2 for c = 10, 0.08 for c = 25, and 0.04 for c = 50. The product is 2, all three times.
#
# </details>
#
# Is there a reason? Across the valley the loss is c/2 · y², so the slope is c · y. It grows by c with every unit of y, and c is called the **curvature**. A step makes of y
#
# $$y - \eta\, c\, y = (1 - \eta c)\, y$$
#
# So every step multiplies y by the same factor, 1 − ηc.

# %%
for lr in [0.03, 0.04, 0.079, 0.08, 0.081]:
    print(f"η = {lr:.3f}: each step multiplies y by {1 - lr * 25:+.3f}")

# %% [markdown] tags=["fact-valley"]
# At 0.03 a quarter of y is left after each step. At 0.04 the very first step lands on the floor. At 0.079 each step jumps across the floor and lands nearly as far up on the other side: the factor is {factor(0.079)}, and y still shrinks. At 0.081 the factor is
# {factor(0.081)}, and y grows a little with every jump, for ever. In between, at exactly {limit}, it jumps from side to side and gets nowhere. The walk comes closer as long as the factor lies between −1 and 1, and that means
#
# $$0 < \eta < \frac{2}{c}$$
#
# Along the valley the curvature is only 1, so there the limit would be {gentle_limit:.0f}. But the same η has to serve both directions, and so the *steepest* one decides. The price is paid by the gentle one: at η = 0.03, a step leaves {factor(0.03, 1):.0%} of x.
#
# When the walk comes closer and closer to one place, we say that it **converges**; when it runs away, it *diverges*. The rule 2/c has a condition: it holds for plain gradient descent in a valley whose curvatures don't change from place to place. A network's loss is no such valley. Its curvature changes from place to place, so the limit
# does too, and in practice it's hardly ever computed beforehand. What carries over is this: steps can be too long, the steep directions are the first to feel it, and you find out by trying.

# %%
ask("optimizers.largest-rate")

# %% [markdown] tags=["fact-momentum"]
# ## What if the walk could pick up speed?
#
# Along the floor, every step points the same way; across it, once η is above 1/c, the steps point to and fro. A ball would know what to do: it'd gather speed where the slope keeps its direction, and where the slope keeps flipping, the pushes would partly cancel. So let's give the walk a **velocity** v. Each step keeps a share β of the old velocity, say 0.9, and
# adds the new slope g:
#
# $$v \leftarrow \beta\, v + g \qquad w \leftarrow w - \eta\, v$$
#
# {term momentum}
#
# (β is the Greek letter "beta". A ball is only a picture, by the way: a real one would keep rolling where nothing slows it down, and here a tenth of the velocity is gone in each step.)

# %%
ask("optimizers.momentum-curve")

# %%
v = 0.0
for step in range(1, 41):
    v = 0.9 * v + 1  # the slope is 1 in every step
    if step in (1, 2, 3, 10, 20, 40):
        print(f"step {step}: velocity {v:.2f}")

# %% [markdown] tags=["fact-momentum-ten"]
# The velocity comes to rest near {at_rest}. There the tenth that's lost in each step, {0.1 * at_rest:.0f}, is as large as the slope that comes in. So where the slope stays the same, momentum 0.9 ends up with steps **ten times** as long as plain descent's. For any other share β it's 1/(1 − β) times.
#
# Go back to the valley and put the momentum to 0.9. **Predict first:** at η = 0.03, will the walk be nearer to the cross after its 60 steps than without momentum? And will it still be right that 0.08 is the limit?
#
# <details style="margin-bottom: 1em"><summary><b>Open when you've tried it</b></summary>
#
# With c = 25 and η = 0.03, the loss after 60 steps is {valley_loss(0.03, 0.9):.3f} with momentum 0.9 and {valley_loss(0.03, 0.0):.2f} without. Across the valley the ball does worse than plain descent here: it swings past the floor and comes back, where plain descent walks straight to it. What it gains, it gains along the valley, where plain descent crawls at this η. (At η = 0.07 it's the other way round: plain descent ends at {valley_loss(0.07, 0.0):.4f} and momentum at {valley_loss(0.07, 0.9):.3f}, for the ball is still swinging.) And in this valley it bears a larger η, up to {momentum_limit:.3f}. For momentum β the limit is
# 2(1 + β)/c, which you can check in the picture for c = 25 and c = 50. (Don't take that along to networks. Further down, on the digits, momentum does best with a smaller η than plain descent.)
#
# </details>
#
# <details style="margin-bottom: 1em"><summary><b>A ball that looks ahead: Nesterov's variant</b></summary>
#
# A fast ball overshoots. Nesterov's variant takes the slope not where the ball is, but where its velocity is about to carry it, at w − ηβv, and so it brakes a little earlier. Everything else stays the same. In a valley of curvature 25, after 20 steps from y = 1 with η = 0.03 and β = 0.9, plain momentum is still {nesterov(0.0):.2f} away from the
# floor, and Nesterov's variant less than a hundred-thousandth. That's one valley, and a kind one; in networks the two are often about equally good.
#
# </details>
#
# The next cell compares the two in code; `ahead` is 0 for plain momentum, and β for Nesterov's variant (in the box above).

# %% tags=["fact-nesterov"]
for name, ahead in [("momentum", 0.0), ("Nesterov", 0.9)]:
    y, v = 1.0, 0.0
    for step in range(20):
        v = 0.9 * v + 25 * (y - ahead * 0.03 * v)
        y = y - 0.03 * v
    print(f"{name}: {abs(y):.6f} from the floor")

# %% [markdown]
# In a network you don't see the valley. All you see is the loss, printed after each round.

# %%
ask("optimizers.too-large-or-small")

# %% [markdown]
# {pause}

# %% [markdown]
# ## Must every step look at every digit?
#
# The exact slope of the loss needs all training digits. There are {training:,} of them, but some networks learn from a billion images, and going through a billion images for a single step would be a strange way to spend money. What if a step looks at only 32 of them, drawn at random?
#
# Here's a fresh reader, and one step of it at η = 0.5: first with the exact slopes, then with those of 32 digits, a hundred times, always from the same start. **Predict first:** how much worse will the rough steps be, and will all of them go down? We look at the loss on *all* {training:,} digits afterwards.

# %%
def loss_after_a_step(rows):
    net = reader(np.random.default_rng(0))
    if len(rows):  # no rows: no step
        loss_of(net(Tensor(training.X[rows])), training.labels[rows]).backward()
        optim.SGD(net.parameters(), lr=0.5).step()
    return loss_of(net(Tensor(training.X)), training.labels).item()


rng = np.random.default_rng(1)
before, exact = loss_after_a_step([]), loss_after_a_step(np.arange(1000))
rough = np.array([loss_after_a_step(rng.choice(1000, 32)) for _ in range(100)])  # 32 row numbers at random
print(f"before: {before:.3f}, after an exact step: {exact:.3f}")
print("five of the rough steps:", rough[:5].round(3))
print(f"of 100 rough steps, {(rough > before).sum()} go up and {(rough < exact).sum()} go further than the exact one")

# %% [markdown] tags=["fact-mini-batch"]
# Most of the rough steps go down too, usually less far than the exact one and now and then, by luck, further. But a few go up. A rough step needs only 32/{training:,} of the multiplications of an exact one, so for those of one exact step you can take {training / 32:.0f} rough ones.
#
# {term mini-batch}
#
# {term epoch}
#
# Gradient descent with mini-batches is called **stochastic** gradient descent, SGD for short; *stochastic* means that chance takes part. Let both spend the same: 20 epochs, which is 20 exact steps or {20 * 32} rough ones (the last batch of an epoch is smaller). η is 0.1 for both, and then ten times as large for the exact steps, because a rate may suit one
# of the two only. **Predict first:** after which of the two will the readers read more digits, and by how much? (Three starts each.)

# %%
for batch, lr in [(1000, 0.1), (1000, 1.0), (32, 0.1)]:
    shares = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        net = reader(rng)
        train(net, optim.SGD(net.parameters(), lr=lr), rng, epochs=20, batch=batch)
        shares.append(f"{share_read(net, validation):.0%}")
    print(f"batches of {batch}, η = {lr}:", *shares)

# %% [markdown]
# The rough steps win by a wide margin, from every start. And their randomness, which is called *noise*, has another side, which may be good or bad. (A *minimum* is a place of the loss that's lower than everything around it. You'll see such places right after the question; until then a good guess will do.)

# %%
ask("optimizers.noise")

# %% [markdown]
# Here's what such places look like.

# %% tags=["fact-landscape"]
show("optimizers.landscape")

# %% [markdown] tags=["fact-noise"]
# Left: a **local minimum** is lower than everything around it, but not the lowest place of all. Small exact steps that start on its side end up in it, and small steps are also the ones that can't leave it again. So too small a learning rate isn't only slow, it may get stuck.
#
# In the middle: a **sharp** minimum is narrow, a **flat** one is wide. A step that overshoots or shakes is thrown out of the sharp one sooner. Flat minima have often been seen to do better on new data, but that's an observation with exceptions: one can rescale the weights of a ReLU network so that it computes the same and its minimum looks
# sharper.
#
# Right: at a **saddle** the loss rises along one direction and falls along another, and exactly in the middle all slopes are 0. A walk that comes down along the dashed line stays there for ever, unless something pushes it sideways. Rough slopes do. Here they get random pushes of spread 0.1:

# %%
def walk(push, rng):
    x, y = -1.5, 0.0
    for step in range(60):
        x -= 0.2 * (x + push * rng.normal())
        y -= 0.2 * (y**3 - y + push * rng.normal())  # the slopes of the picture on the right
    return f"{abs(y):.0f}"


print("exact:", [walk(0, np.random.default_rng(seed)) for seed in range(5)])
print("rough:", [walk(0.1, np.random.default_rng(seed)) for seed in range(5)])

# %% [markdown]
# The crosses are at y = 1 and y = −1, and all five rough walks are near one of them (we left the sign away). *Can* and *will* are two things, though: nothing promises that noise finds the way out of every saddle or every dip.
#
# So where does training end? Before you see it:

# %%
ask("optimizers.pre-best")

# %% [markdown]
# We trained 64-16-10 on the same digits from {STARTS} seeds, which draw the start and the order of the digits; the rest is the same, {LONG} epochs of Adam at 0.01 (Adam comes next). Each ring is one of the {STARTS} networks.

# %%
show("optimizers.twenty_starts")

# %% [markdown] tags=["fact-good-not-best"]
# All {STARTS} are good: they read {starts[1].min():.1%} to {starts[1].max():.1%} of the validation digits. None of them is the same as another. Take any two of them, and they disagree about {disagreement:.1%} of the digits on average. And their order by training loss isn't their order by digits read, though the differences are a few digits.
#
# Is the best one of them the best there is? Nobody who only sees these {STARTS} can tell. And because starts differ, a result of training is told for several of them, with its spread, wherever settings are compared.

# %% [markdown]
# {pause}

# %% [markdown] tags=["fact-adam"]
# ## Could every weight have a step of its own?
#
# One η for all weights has to suit the steepest direction. But what if every weight's slope were divided by its usual size? Then steep and gentle directions would take steps of about the same length, and one η would suit both. (That helps where steep and gentle directions belong to different weights, as in our valley. In a valley that lies askew, every weight feels the steep direction, and it helps much less.) **Adam** does that, and it has momentum too. It keeps two running averages for each weight: m of its slopes g, and s of their squares.
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g \qquad s \leftarrow \beta_2 s + (1 - \beta_2)\, g^2$$
#
# With β₁ = 0.9, the average m keeps nine tenths of itself and takes in one tenth of the new slope. With β₂ = 0.999, s is slower still. (Most books write v for s. We don't, because v is our velocity.) The step goes along m, divided by the root of s. There's a flaw in that: both averages start at 0, so in the first steps they're too small. Look at a slope that's 4
# every time, so that m should be 4 and the root of s should be 4 as well:

# %%
g, m, s = 4.0, 0.0, 0.0
for t in [1, 2, 3]:
    m = 0.9 * m + 0.1 * g
    s = 0.999 * s + 0.001 * g**2
    print(f"t = {t}: m = {m:.2f}, root of s = {s**0.5:.2f};", end=" ")
    print(f"divided: {m / (1 - 0.9**t):.2f} and {(s / (1 - 0.999**t)) ** 0.5:.2f}")

# %% [markdown]
# After one step 0.9 of m is still the 0 it began with, after two steps 0.9², after t steps β₁ᵗ. With a slope that stays the same, m therefore holds only the share 1 − β₁ᵗ of what it should, and s only 1 − β₂ᵗ, and we divide by these shares. A hat marks what comes out:
#
# $$\hat m = \frac{m}{1 - \beta_1^t} \qquad \hat s = \frac{s}{1 - \beta_2^t} \qquad w \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat s} + \varepsilon}$$
#
# The tiny ε (say "epsilon"), usually 10⁻⁸, stands outside the root and is there so that we never divide by 0.

# %%
ask("optimizers.adam-first")

# %%
for g in [500.0, 0.01]:
    m, s = 0.1 * g, 0.001 * g**2
    print(f"slope {g}: step {0.001 * (m / 0.1) / ((s / 0.001) ** 0.5 + 1e-8):.4f}")

# %% [markdown] tags=["fact-adam-first-step", "fact-rmsprop"]
# A slope of 500 or of 0.01, the first step is η all the same. Without the two corrections it'd be {uncorrected:.5f}, about three times as long, because m would be a tenth of what it should be and the root of s about a thirtieth. So Adam gives each weight a rate of its own, η divided by the usual size of its slopes.
#
# {term optimizer}
#
# <details style="margin-bottom: 1em"><summary><b>RMSProp, the half of Adam without momentum</b></summary>
#
# RMSProp divides by the root of s too, but steps along the newest slope g instead of m, keeps s with 0.9 or 0.99, and doesn't correct the beginning. So its first steps are longer than η: with 0.9, the root of s is only {0.1**0.5:.2f} of what it should be after the first step, and the step is {1 / 0.1**0.5:.2f} · η.
#
# </details>
#
# Now let four rules race through our valley (c = 25), all at the same η. D is plain descent, M momentum with 0.9, R RMSProp with 0.9 (it divides like Adam, but has no momentum and no corrections), and A Adam. **Predict first:** what happens to D at 0.079, and what at 0.081? And who will be last at η = 0.01?

# %% tags=["fact-signature-ravine"]
RavineRace()

# %% [markdown]
# At 0.081, D is above its start after {RACE_STEPS} steps, and at 0.079 it isn't, as you computed. M bears nearly twice as much. R and A don't run away at any rate of this slider: how steep the place is hardly matters to the length of their steps. For the same reason they are the slow ones where η is small: at 0.01 their losses are {raced("RMSProp", 0.01):.1f} and {raced("Adam", 0.01):.1f} in the end, and D's is
# {raced("plain descent", 0.01):.1f}.
#
# Switch the noise on and compare 0.04 with 0.12. Each racer now walks 20 times, so compare the *medians* of the final losses: the value with as many of them above as below. At 0.04 D has the lowest median, at 0.12 it's A. No racer wins everywhere.
#
# ## Which optimizer should you take?
#
# A valley isn't a network. The fair test is on the digits, with each optimizer at several rates and from several starts: 64-16-10, {EPOCHS} epochs, batches of {BATCH}. Each ring is one network, and the line joins the medians. The rates go up in steps of about three. **Predict first:** which of the three needs its rate chosen most carefully? And is there one that doesn't need it chosen?

# %%
show("optimizers.rates_and_rules")

# %% [markdown] tags=["fact-which-optimizer"]
# All three need their rate. Each has a window where it does well, and the windows lie at different places. Adam has the widest one here: its median stays within 10 percentage points of its own best at four of these rates, momentum's and plain SGD's at two each. At the best rate of each, Adam reads {best("Adam")[1]:.0%} (at {best("Adam")[0]:g}) and momentum {best("momentum")[1]:.0%}
# (at {best("momentum")[0]:g}), and with rings scattered over several percent, that's no difference. Plain SGD is behind after {EPOCHS} epochs, with {best("plain SGD")[1]:.0%}; with {LONG}, as further up, it was at 93 % or more even at 0.1.
#
# So Adam is a good first try. (In longer trainings of larger networks its rate is usually 0.001 or less; our {EPOCHS} short epochs like it higher.) Momentum with a well-chosen rate is often as good. Neither spares you the search. Here's momentum at its best rate; try an optimizer and a rate of your own in its place:

# %%
shares = []
for seed in range(5):
    rng = np.random.default_rng(seed)
    net = reader(rng)
    train(net, optim.SGD(net.parameters(), lr=0.1, momentum=0.9), rng)
    shares.append(f"{share_read(net, validation):.0%}")
print(*shares)

# %% [markdown] tags=["fact-schedule"]
# ## Must η stay the same from the first step to the last?
#
# In the first steps the weights are far from anywhere good, and a long step may throw them somewhere worse. In the last steps everything should settle, and long steps keep shaking it. So the rate is often changed on the way, by a **schedule**: it climbs for a short while, which is called the **warmup**, and then comes down slowly.
#
# Below you draw one, with five sliders for the rate at steps 0, 30, 100, 200 and 300, and five networks are trained with it. Everything else stays the same, so here's all of it: 2-32-32-32-1 with ReLU, starting as He proposed; SGD with momentum 0.9; batches of 32 out of 400 points of two spirals; 300 steps; cross-entropy. A network counts as good if it gets at least {GOAL:.0%} of 400 fresh
# points right.
#
# With a constant rate of 0.10 all five of them are good. **Predict first:** what will a constant 0.30 do? And can you use 0.30 somewhere without losing one of the five?

# %% tags=["fact-support-schedule"]
ScheduleDrawer()

# %% [markdown] tags=["fact-warmup-cosine"]
# A constant 0.30 loses all five. But a short climb to 0.30 followed by a descent that begins at once, such as 0, 0.30, 0.10, 0.10 and 0, keeps all five: the long steps are used while they can be borne. (In our picture of the optimizers above, plain SGD did best at 0.3. That was another task, another network, and no momentum. A rate means nothing without the rest of the settings.)
#
# A descent that many people use is half a cosine, flat at its beginning and at its end. Say $\eta_{\text{max}}$ is the peak, which is reached at the end of the warmup, and *done* is the share of the steps after it that are already taken, from 0 to 1. Then
#
# $$\eta = \eta_{\text{max}} \cdot \frac{1 + \cos(\pi \cdot \text{done})}{2}$$
#
# In the engine it's `optim.WarmupCosine`, and in the exercises you write it yourself. With a warmup of 30 steps to 0.25, the rates at steps 30, 100, 200 and 300 are:

# %%
done = (np.array([30, 100, 200, 300]) - 30) / (300 - 30)
print((0.25 * (1 + np.cos(np.pi * done)) / 2).round(2))

# %% [markdown]
# Draw it: 0 at step 0, and then these four. All five are good again. Now the same shape with a peak of 0.30, which gives {half_cosine(100, 0.30):.2f} at step 100 and {half_cosine(200, 0.30):.2f} at step 200: {lost(0.30)} of the five are lost. The shape doesn't choose the peak for you.

# %% [markdown]
# {pause}

# %% [markdown]
# ## What is training for?
#
# A network is there for inputs that it has *not* seen. Doing well on those is called **generalising**, and it's the whole point. With {training:,} training digits it came by itself. So let's make life harder: 60 training digits, about six of each, and a large network, 64-64-64-10, with {parameters(64, 64, 64, 10):,} parameters.

# %%
ask("optimizers.which-overfit")

# %% [markdown]
# See for yourself. One such network, and after some epochs three numbers: the loss on its 60 training digits, the loss on the {validation} validation digits, and how many of these it reads. (Here all 60 digits are one batch, so an epoch is one step.)
#
# {term validation set}

# %%
rng = np.random.default_rng(0)
few = rng.choice(1000, 60, replace=False)  # none of them twice
net = nn.Sequential(nn.Linear(64, 64, rng=rng), nn.ReLU(), *reader(rng, hidden=64))  # * puts its layers in, one by one
optimizer = optim.Adam(net.parameters(), lr=0.01)
for epoch in range(1, 201):
    optimizer.zero_grad()
    loss = loss_of(net(Tensor(training.X[few])), training.labels[few])
    loss.backward()
    optimizer.step()
    if epoch in (10, 20, 50, 200):
        held_out = loss_of(net(Tensor(validation.X)), validation.labels)
        print(epoch, f"{loss.item():.1f} {held_out.item():.1f} {share_read(net, validation):.0%}")

# %% [markdown] tags=["fact-overfitting"]
# The training loss goes to zero. The validation loss falls too, but not for long, and then it *rises*, while the training loss goes on falling. From there on, training helps on its 60 digits and, by the loss, hurts on others.
#
# {term overfitting}
#
# The opposite exists as well. When even the training loss stays high, the network **underfits**: it's too small, or hasn't been trained long enough, or steps badly. Both losses high usually points to underfitting, a low training loss with a validation loss that has risen to overfitting.
#
# But look at the last column.

# %%
ask("optimizers.over-confident")

# %% [markdown] tags=["fact-over-confidence"]
# Both numbers are right, they measure different things. *Accuracy*, the share of right answers, asks only which digit is ahead. The loss asks how much probability the right digit got, and it punishes a wrong answer the more, the less it left for the right digit. A network that's very sure of a wrong answer can't leave much. Over five networks like this one, each on 60 digits of its own, the picture is the same: from the epoch of its lowest validation loss to the end, the loss goes up from {overfit("lowest"):.2f} to
# {overfit("validation"):.2f} (medians again), and the share of digits read stays near {overfit("accuracy"):.0%}. What changes is how sure they are where they're wrong: on {JUDGES} fresh digits, a wrong answer gets a probability of {overfit("early"):.0%} on average at the best epoch, and {overfit("sure"):.0%} at the end. They've become **over-confident**. So overfitting doesn't have to cost accuracy. If
# anybody acts on the probabilities, it costs a lot all the same.
#
# ## What helps?
#
# Four remedies are switches in the next picture, so let's say what they do.
#
# - **More data**: {MANY} digits instead of {FEW}. What they have in common is easier to learn than {MANY} separate cases.
# - **Early stopping**: the training ends when the validation loss hasn't been lower for {PATIENCE} epochs, and the best weights are taken.
# - **Weight decay**: in each step every weight loses the share η · λ of itself (λ is "lambda"). Usual values of λ are 0.01 to 0.1 in trainings of many thousand steps; ours has {EPOCHS_LONG}, so the switch takes λ = {DECAY:g}.
# - **Dropout**: in each step every hidden unit is left out with probability p = {DROP}.
#
# The last three are kinds of *regularisation*.
#
# {term early stopping}
#
# {term weight decay}
#
# {term dropout}
#
# {term regularisation}
#
# The settings: AdamW (Adam with weight decay) at η = {RATE}, {EPOCHS_LONG} epochs of one step, five seeds; the thick lines are their medians. The strip on the right is the loss on {JUDGES} fresh digits, which were neither trained on nor used to stop.
#
# **Predict first:** which single switch will help most? And is there one that hardly helps at all?

# %% tags=["fact-support-overfit-pair"]
OverfitPair()

# %% [markdown] tags=["fact-remedies"]
# More data wins by far: the loss on fresh digits falls from {fresh():.2f} to {fresh("more"):.2f}, and {read("more"):.0%} are read instead of {read():.0%} (medians of the five seeds). That's the first remedy to think of, and often the dearest. Early stopping brings the loss to {fresh("early"):.2f}, weight decay to {fresh("decay"):.2f}, and dropout on its own only to {fresh("dropout"):.2f}. And none of these three reads more digits: it's {read("dropout"):.0%} to {read("early"):.0%}, against {read():.0%} without. On these 60 digits they
# temper the over-confidence, but they don't make up for the missing data. Which remedy helps how much depends on the data and the network, so they have to be tried like everything else. (Here with the validation digits. The fresh digits have now helped you to form an opinion too. Keep that in mind.)
#
# One of the four needs a closer look. Dropout draws new units to leave out in every step, so the network can't rely on any single one. But using a trained network, which is called **inference**, is something else than training it.

# %%
ask("optimizers.dropout-test")

# %%
layer, ones = nn.Dropout(0.5, rng=np.random.default_rng(0)), Tensor(np.ones(8, "float32"))
print("training: ", layer.train()(ones).data)
print("inference:", layer.eval()(ones).data)

# %% [markdown] tags=["fact-dropout"]
# `train()` and `eval()` are the switch, and a network passes it on to all its layers. In training, the outputs of the units that stay are divided by 1 − p, so with p = 0.5 they are doubled, and the sums they feed are on average as large as with all units. At inference nothing is left out and nothing needs to be rescaled. Forgetting `eval()` is a classic: the answers then change from call to call.
#
# And why AdamW, and not Adam with a penalty? The older way to keep weights small is to add the penalty λ/2 · w² to the loss, which is called **L2**. Its slope is λ · w, so for plain gradient descent a step takes η · λ · w away, and that's weight decay exactly. In Adam the penalty's slope is added to the data's, and the sum goes through the division by √ŝ. **AdamW** takes η · λ · w directly from the weight, past the division.

# %%
ask("optimizers.adamw-l2")

# %% tags=["fact-adamw"]
for rule in (optim.Adam, optim.AdamW):
    w = Tensor([2.0], requires_grad=True)
    optimizer = rule([w], lr=0.01, weight_decay=0.1)
    (0 * w).sum().backward()  # a loss that doesn't depend on w: its slope is 0
    optimizer.step()
    print(rule.__name__, f"{w.item():.4f}")

# %% [markdown]
# {pause}

# %% [markdown]
# ## Do you dare to change everything at once?
#
# Here's the whole lesson in one picture: data, layers, optimizer, rate, schedule, batch size, L2 penalty, dropout, start. Press **Play**, and change whatever you like while it trains. The larger a weight, the thicker its line, and every square shows what a unit makes of the plane.
#
# With these settings it learns 50 blurred points by heart. **Predict first:** what will the dashed test loss do? Then keep it below 0.4 for 100 epochs, with any means you've met.

# %% tags=["fact-signature-playground"]
Playground(mission=8)

# %% [markdown]
# That's number 8 of ten missions; the [playground](playground.ipynb) has them all, from closing a ring with four units to bringing a crashed run back. What worked for you? A smaller network and an L2 penalty are the usual answers, and there are others. (Here the test points are looked at all the time, so they choose, and are no test any more. More about that in the last part.)
#
# ## Can you find a fault by its instruments?
#
# In real work nobody tells you what's wrong. Here are six trainings, and each has one fault: a start with tiny weights, a learning rate 30 times too large, sigmoids instead of ReLU in every layer, a layer that's dead, test points that leaked into the training, or a forgotten `zero_grad`, so that the slopes of all steps pile up. (The run is 2-16-16-16-16-1 on 40 points, plain SGD at 0.2, without mini-batches.)
#
# You only see what you could measure yourself: the losses on the training, test and new points, how long the gradient is that reaches the optimizer, how many units of each hidden layer are on, how large their mean output is, and how strong a slope arrives at each layer. Look at one run until you have a suspicion, and only then choose.

# %% tags=["fact-support-clinic"]
BreakItClinic()

# %% [markdown]
# A loss that stands still has several possible causes, and it's the layers that tell them apart. And the leak shows only because there are new points to compare with: without them, it looks like the best run of all six.

# %% [markdown]
# {pause}

# %% [markdown]
# ## Which network do you hand over?
#
# Now for the real thing: your digit reader, with everything you know. Say you've four candidates, which differ in their hidden units and in their weight decay. All are trained with AdamW at 0.01 for {LONG} epochs. One start of each isn't enough, so take three.

# %%
candidates = [(8, 0.01), (16, 0.01), (64, 0.01), (64, 1.0)]


def candidate(hidden, decay, seed):
    rng = np.random.default_rng(seed)
    net = reader(rng, hidden)
    rule = optim.AdamW(net.parameters(), lr=0.01, weight_decay=decay)
    train(net, rule, rng, epochs=20)
    return net


for hidden, decay in candidates:
    nets = [candidate(hidden, decay, seed) for seed in range(3)]
    print(f"{hidden} units, λ = {decay}:", *[f"{share_read(net, validation):.0%}" for net in nets])

# %% [markdown]
# The two in the middle are good, the last one is held back by too much decay, and with 8 units the start matters most: some starts stay far behind. 64 units and λ = 0.01 look best. Over five starts they read {candidate_share(2):.1%} of the validation digits on average, and 16 units read {candidate_share(1):.1%}. So we take 64 units.
#
# How good is it, really? A question first.

# %%
ask("optimizers.test-set")

# %% [markdown]
# So you can't say {candidate_share(2):.1%}: these digits have chosen the network. That's why the data came in three parts.
#
# - The **training** digits move the weights.
# - The **validation** digits choose: the rate, the size, the remedy, the moment to stop.
# - The **test** digits judge, once, at the very end.

# %% [markdown] tags=["fact-test-set"]
# Until now you haven't used the {test} test digits, except for a few of them on a sketchpad. Now is the moment. It comes once: whoever looks at the result and goes back to change something has turned the test set into a second validation set. We take the first of the five starts, which reads {candidates[2, 0]:.1%} of the validation digits. **Predict first:** above or below that?

# %%
chosen = candidate(64, 0.01, seed=0)
test = digits().test
print(f"{share_read(chosen, test):.1%} of {len(test.labels)} test digits")

# %% [markdown] tags=["fact-tested-once"]
# {tested[0]:.1%}, and for the other starts it's much the same ({min(tested):.1%} to {max(tested):.1%} over five). Did you expect less? Choosing among several flatters a result, yes. But we chose among four of which only two could win, so luck had little to pick from. The gap from {candidate_share(2):.1%} to {tested[0]:.1%} may well be chance, because a share that's counted on {validation} digits wobbles by itself: the {candidate_share(2):.1%} are typically off by {100 * wobble(0.957, 300):.1f} percentage points,
# from the formula √(share · (1 − share)/n), and now and then by twice that. With fifty candidates instead of four, choosing would flatter more. (We have to admit something: for you it's the first look, but not for us. We've seen test scores of such networks while we wrote the course. We didn't change the four candidates after seeing theirs, but for that you have only our word, as with every published test score.)
#
# ## And does it read *you*?
#
# {tested_share:.0%} of the test digits means: of digits written by the same 13 people who wrote the training digits, on the same kind of form, and cut out, straightened and centred by the same programs. You aren't among them. So draw: a 0, then a 1, up to 9. As long as you haven't drawn a digit, a stand-in takes its place that the authors drew with straight strokes.
#
# **Predict first:** how many of your ten will it read?

# %%
def scores(images):
    with no_grad():
        return chosen(Tensor(images.astype("float32"))).data


TenDrawings(scores=scores)

# %% [markdown] tags=["fact-own-drawings"]
# How many was it? Be careful with ten. If yours were drawn at random from digits of which the reader gets {tested[0]:.1%} right, it would read all ten with a probability of {tested[0]**10:.0%}, so one miss proves nothing. Three misses or more would happen in about 1 of {rarely:,} tries. But yours come from one hand: if one is hard to read, others may well be too, so several misses are less of a surprise. All the same, three are a good reason to look for what's different.
#
# If it misread one of yours, look at the small picture under your drawing, and ask how the people in the data write this digit. Our stand-in's 1 stands on a foot. Only {feet(1)} of the 100 training 1s have a foot as wide as that, but {feet(2)} of the 100 training 2s do, so a foot may well speak for a 2. That's a suspicion and no proof. But here's something of the kind that can be measured: the {blank} validation digits whose last column is empty, as they are and moved by one square to the right. A person reads them as before. **Predict first:** and the reader?

# %%
squares = validation.X.reshape(-1, 8, 8)
free = (squares[:, :, -1] == 0).all(axis=1)  # nothing is lost on the right
moved = np.roll(squares[free], 1, axis=2)  # each row one square to the right
for name, images in [("as they are", squares[free]), ("moved", moved)]:
    read = scores(images.reshape(-1, 64)).argmax(axis=1) == validation.labels[free]
    print(f"{name}: {read.mean():.0%}")

# %% [markdown] tags=["fact-data-gap"]
# About half of them are misread now. All training digits were centred, so nothing ever taught the network that a digit is the same digit one square further. (A convolution, from lesson 3, gets a part of this from its wiring. Otherwise it takes training digits that are moved, or preprocessing that centres, as the sketchpad does for you.)
#
# That's the lesson about data: a test score tells how well a network does on *more of the same*. Whether your digits are more of the same is a question no test set answers.
#
# ## What's left when you close your eyes?
#
# A question from lesson 2 fits in here: what did the theorem promise, and what did you have to do yourself in this lesson?

# %%
warm_up("nonlinearity.universal", before="optimizers")

# %% [markdown]
# Now without options. Say it aloud first, then write.

# %%
ask("optimizers.recall")

# %% [markdown]
# And the question from the beginning. This time it counts.

# %%
ask("optimizers.pre-fall")

# %% [markdown]
# ## Build it yourself
#
# When you opened this page, training was a loop with a few numbers in it that somebody had chosen. Now you can choose them, you know what a falling loss proves and what it doesn't, and your reader has passed a test that it couldn't prepare for. In the
# [exercises](../exercises/05_optimizers.ipynb) you write momentum, Adam and a schedule, repair a broken training, and train a reader of your own that stops in time.
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
