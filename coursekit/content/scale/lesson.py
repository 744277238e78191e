# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.engine import Tensor, cost, nn, summary
from coursekit.parallel import averaged, compare, cut, gradient
from coursekit.widgets import AttentionPeek, EmergenceOrRuler, FitFinder, TheBill
from coursekit.widgets import TimeTheProduct, TinyWriter, Writer

# %% [markdown]
# ## Before you start
#
# Two questions, to wake up what you know. They are not marked now. You meet them again at the end.

# %%
ask("scale.pre-width", marked=False)

# %%
ask("scale.pre-training", marked=False)

# %% [markdown]
# And three from earlier lessons.

# %%
warm_up("layers.params-2432", before="scale")

# %%
warm_up("backprop.step-cost", before="scale")

# %%
warm_up("optimizers.momentum-ratio", before="scale")

# %% [markdown]
# ## Count before you build
#
# Beside every network of this course stood a small grey line: parameters, bytes, multiply-adds. In this lesson that line
# becomes a bill, and the networks become large. Start with one layer.

# %%
ask("scale.weights")

# %%
ask("scale.bytes")

# %% [markdown]
# The computer says the same. `np.float16` stores a number in 16 bits.

# %%
W = np.zeros((4096, 4096), dtype=np.float16)
print(f"{W.size:,} weights, {W.nbytes:,} bytes")

# %% [markdown] tags=["fact-weights-4096"]
# That is {megabytes:.2f} MB for one layer. In general m inputs and n units take **m·n weights**, and n biases.
#
# What happens when you double the width of a network? **Predict first**, then look at the picture: the filled rectangles
# are the weight matrices before, the dashed ones after.

# %%
show("scale.doubling")

# %% [markdown]
# On the left both sides of each matrix double, and the area becomes four times as large. On the right the 784 inputs
# and the 10 outputs stay, and only one side doubles. Here are the counts, biases included.

# %%
for sizes in [(64, 64, 64), (128, 128, 128), (784, 128, 10), (784, 256, 10)]:
    print(sizes, f"{cost.mlp(sizes).parameters:,}")

# %% [markdown] tags=["fact-doubling"]
# From {parameters(64, 64, 64):,} to {parameters(128, 128, 128):,} is almost four times as many; from {parameters(784, 128, 10):,} to {parameters(784, 256, 10):,} is twice. "Double the width, four times the
# parameters" holds between hidden layers. Next to the inputs and
# the outputs it does not.
#
# `cost.mlp` multiplies and adds sizes; it builds nothing. So a published model is no harder to count than a small one:

# %%
print(f"GPT-2 small: {cost.gpt2().parameters:,}")
print(f"Llama 2 7B:  {cost.llama().parameters:,}")

# %% [markdown] tags=["fact-published"]
# Both are the numbers of the published models, down to the last parameter. The second one is what people call "7B",
# seven billion.
#
# ## What a billion weighs

# %%
ask("scale.billion")

# %%
n_bytes = 1_000_000_000 * 16 / 8
print(f"{n_bytes / 1e9:.2f} GB, or {n_bytes / 2**30:.2f} GiB")

# %% [markdown] tags=["fact-billion", "fact-7b-weights"]
# GB counts in billions of bytes, GiB in units of {2**30:,}. Disks are sold in GB. Memory is built in GiB, and often
# labelled GB all the same. A graphics card with "80 GB" therefore holds a little more than 80 billion bytes; the system takes
# a part of that, and this lesson counts on 80 billion.
#
# Keep one rule of thumb: **at 16 bits, a billion parameters are {weight} GB**. 7 billion take {7 * weight} GB.
#
# That is enough room to store a model, and nearly enough to let it answer. Training is another matter.
#
# ## What training keeps
#
# Think of lesson 5. For each weight, Adam needs its gradient and two moments. When the weights are stored at 16 bits, a
# copy at 32 bits is kept as well: many updates are so small that 16 bits would round them away.
#
# Add up the bytes in the picture. How many does one parameter take?

# %% tags=["fact-adam-16-bytes"]
show("scale.one_parameter")

# %% tags=["fact-7b-training"]
ask("scale.adam-7b")

# %% [markdown] tags=["fact-7b-training"]
# Sixteen bytes for each of 7 billion parameters are **{7 * adam} GB**. The weights alone were {7 * weight} GB, an eighth of that. Half of the
# sum is Adam's two moments. Now there is a card with 80 GB on your desk.

# %%
ask("scale.fits-card")

# %% [markdown] tags=["fact-activations-extra"]
# One part is missing in the {adam} bytes. The backward pass needs what every layer put out on the way forward: for each
# example, one number from each unit. These **activations** grow with the batch; the {adam} bytes do not.
#
# ## The bill
#
# Below is a stack of equal layers, from one to 64 of them. The bar is the memory of one training step. Make it grow, and
# dashed lines come into view: the memory of cards you can buy or rent. One line of the bill is arithmetic:
#
# {term FLOP}
#
# **Predict first:** you switch from 32 to 16 bits. By how much does the stack shrink?

# %% tags=["fact-signature-bill"]
TheBill()

# %% [markdown] tags=["fact-flops-forward", "fact-budgets"]
# With Adam the stack hardly shrinks: what weights and gradients save goes into the copy. 16 bits halve the activations,
# and they speed up the multiplying; with many examples at once both count.
#
# And the goal? With Adam, 6 billion parameters need {6 * adam} GB before the first activation, too much for 80 GB. Momentum
# takes {momentum} bytes a parameter instead of {adam}, and plain SGD {sgd}: with these the network fits. What you give up is part
# of what the optimizer remembers.
#
# The last line is money, and it rests on assumptions: an answer of {TOKENS} tokens (words or parts of words), each a pass
# through the network; an H100 card rented for {PRICE} dollars an hour; and {USED:.0%} of its top speed in use
# ({PEAK / 1e12} trillion FLOPs a second at 16 bits), which takes many requests at once. Price lists of 2026 run
# [from about 2 to 5 dollars](https://www.mercatus-ai.com/blog/cloud-gpu-pricing). With other numbers the money changes
# and the shape of the bill stays.
#
# **Depth and width are budgets.** They are paid in memory, in waiting time, and in money on every single request.
#
# ## Two operations for each weight
#
# Forward, each weight is multiplied by its input, and the product is added to a sum. That makes {reading} FLOPs for each weight
# and example. And training?

# %% tags=["fact-flops-training"]
ask("scale.flops")

# %% [markdown] tags=["fact-flops-training"]
# Back there are two products for the one forward, as you know from lesson 4: one for the gradient of the weights, one to
# hand on. That is {learning - reading} FLOPs more, and training takes about **{learning} FLOPs for each parameter and token**. Counted in a stack
# of eight layers:

# %%
stack = cost.mlp([4096] * 9)
forward, training = stack.forward_flops(), stack.training_flops()
print(f"forward  {forward / stack.parameters:.2f} FLOPs a parameter and example")
print(f"training {training / stack.parameters:.2f}")

# %% [markdown] tags=["fact-roofline"]
# Let 7 billion parameters learn from a trillion tokens: {learning} · 7 billion · 1 trillion make {a_trillion_tokens / 1e22:.1f}·10²² FLOPs. A single H100, at
# {USED:.0%} of its top speed, would be busy for more than three years. So many cards share such a training.
#
# And to answer? A model with 7 billion parameters takes about {reading * 7} billion FLOPs for a token. The H100 does {PEAK / 1e12} trillion a second: {1e6 * multiplying:.0f}
# millionths of a second. Yet nobody gets {round(1 / multiplying, -4):,.0f} tokens a second out of it for a single conversation. Something else is in
# the way.
#
# ## Multiplying or fetching
#
# A weight has to travel from memory to the multipliers before it can be used. With one example it travels for two FLOPs.
# With 100 examples at once it travels once, for {100 * reading} FLOPs.
#
# A computer therefore has two speeds: how fast it reads, and how fast it multiplies. A product takes at least as
# long as the slower of the two needs. Drawn over the number of examples, this bound looks like a roof, and people call it
# the *roofline*.
#
# Your own computer now multiplies one layer 4,096 → 4,096. **Guess first**, with the slider: with a single example, what
# part of its top speed does it reach? Each press of the button times one more batch. The line is the roof, computed from
# the two speeds, which are measured at the first press.

# %% tags=["fact-signature-time"]
TimeTheProduct()

# %% [markdown] tags=["fact-roofline-measured"]
# On most computers the first bar is low: with one example the multipliers wait for weights. The bars then climb, and where
# they reach the top, twice the examples take twice the time. Your bars may stay under the roof on the way up. The roof is
# the best that could be; the programs that multiply are tuned for large batches first.
#
# On the H100 it is the same story with larger numbers. It reads {READ / 1e12} trillion bytes a second, so fetching the {7 * weight} GB of a 7B
# model takes {1000 * fetching:.1f} thousandths of a second, about {round(fetching / multiplying, -2):.0f} times as long as the multiplying for one token. That is why services
# collect the requests of many people and answer them together.
#
# {term throughput}
#
# {term latency}
#
# Large batches raise the throughput; each single user may wait a little longer.

# %%
ask("scale.one-request")

# %% [markdown] tags=["fact-why-gpus"]
# **Why graphics cards?** A picture on a screen is millions of points, each computed in the same way, and so graphics cards were
# built to do much at once and to read quickly. A layer is a matrix product: the same step, millions of times. Since 2007
# those of NVIDIA can be programmed for such work with CUDA, and since 2017 many of them carry units made for matrix products.
# If PyTorch or CuPy is installed here and sees a card, you can choose GPU above and time it too.
#
# ## Does it fit?
#
# {term quantisation}
#
# A weight does not need 32 bits to be useful. Here a matrix is stored in 8 bits: one scale for all, and whole numbers from
# {-(2**7 - 1)} to {2**7 - 1}.

# %%
W = np.random.default_rng(0).normal(size=(1000, 1000)).astype(np.float32)
scale = np.abs(W).max() / 127
small = np.round(W / scale).astype(np.int8)
off = np.abs(small * scale - W).mean() / np.abs(W).mean()
print(f"{W.nbytes:,} bytes become {small.nbytes:,}")
print(f"an entry is off by {off:.0%} on average")

# %% [markdown] tags=["fact-7b-four-bits"]
# A quarter of the memory, and an error of about one part in a hundred. Real methods keep a scale for each small group of
# weights and so go down to 4 bits
# [with little harm](https://arxiv.org/abs/2210.17323). 4 bits leave {2**4} values for a weight, and 7 billion
# parameters take {gigabytes(7, 4)} GB.
#
# **Predict first:** at how many bits does a 70B model answer from one card with 80 GB?

# %% tags=["fact-support-fit-finder"]
FitFinder()

# %% [markdown]
# At 16 bits 70B takes {gigabytes(70, 16)} GB, at 8 bits {gigabytes(70, 8)} GB: that fits, with little room left for everything else. To train it,
# {adam} bytes a parameter make {70 * adam:,.0f} GB, and they have to be spread over {ceil(70 * adam / 80)} such cards at the least,
# more once there are activations.
#
# ## Many hands
#
# When one machine is too slow, several can share the work. The plainest way is called *data-parallel*: each has all
# the weights and takes a share of the batch.

# %%
show("scale.one_step_split")

# %%
ask("scale.parallel-step")

# %% [markdown]
# Does it give the same gradient? Take a small network, 20-16-3 ({parameters(20, 16, 3)} parameters · {4 * parameters(20, 16, 3):,} bytes · {weights(20, 16, 3)} multiply-adds). Cut a
# batch of 1,001 examples into four shares, and see. The shares are not equally long, so each counts as often as it has
# examples.

# %%
rng = np.random.default_rng(0)
inputs = rng.normal(size=(1001, 20)).astype(np.float32)
targets = rng.integers(0, 3, 1001)
model = nn.Sequential(nn.Linear(20, 16, rng=rng), nn.ReLU(), nn.Linear(16, 3, rng=rng))
loss = nn.CrossEntropyLoss()

whole = gradient(model, loss, inputs, targets).gradients
shares = [gradient(model, loss, x, y) for x, y in zip(*cut(inputs, targets, parts=4))]
split = averaged(shares).gradients
print("shares of", [share.examples for share in shares], "examples")
print("same gradient:", max(np.abs(a - b).max() for a, b in zip(whole, split)) < 1e-6)

# %% [markdown]
# The average of the shares is the gradient of the whole batch, apart from rounding. Training on four machines is the
# training you know.
#
# Is it faster? `compare` times one step of a larger network, alone and split over your cores, with
# [Dask](https://www.dask.org). With 0 it shows a saved run. Write a 2 to measure here; that needs Dask
# (`python -m pip install "coursekit[cluster]"`). If you have a cluster, give the address of its scheduler: the same code
# runs there.

# %% tags=["fact-support-parallel"]
cores = 0
address = None  # for example "tcp://10.0.0.5:8786"
compare(cores, address=address)

# %% [markdown] tags=["fact-size-lists"]
# Two workers are less than twice as fast. Weights and gradients travel at every step, and nobody may go on before the
# slowest has answered. With a small network or a small batch the travelling takes longer than the work, and splitting makes it
# slower.
#
# ## Emergence, or the ruler?
#
# You may have met lists such as "7B can summarise, 70B can reason, 700B can pass exams". They name no source, they
# disagree with each other, and they include models whose sizes were never published. What a model can do
# depends on its data, on the compute of its training, on what was done to it afterwards, and on its size. In 2022 a
# [model with 70 billion parameters](https://arxiv.org/abs/2203.15556) beat one with 280 billion on most tests. The compute
# was about the same for both; the smaller one had read more than four times as much text.
#
# And part of a sudden jump can be the ruler. Take four models that get single steps right with 0.80, 0.90, 0.95 and 0.99.

# %%
ask("scale.exact-match")

# %%
for step in [0.80, 0.90, 0.95, 0.99]:
    print(f"one step {step:.2f}   ten steps in a row {step**10:.3f}")

# %% [markdown] tags=["fact-ruler"]
# From .80 to .99 a step improves by nearly a quarter. The whole answer goes from {bare(TEN_STEPS_RIGHT[0])} to {bare(TEN_STEPS_RIGHT[-1])}, more than eight times as often.
# Below, seven made-up models halve their errors from size to size.

# %% tags=["fact-support-ruler"]
EmergenceOrRuler()

# %% [markdown]
# Nothing jumps inside these models. With a ruler that counts steps the curve is smooth; with one that wants whole answers it
# looks like a switch. The fewest steps for the goal are {fewest_steps}: 0.90 to the power of {fewest_steps - 1} is still {0.9 ** (fewest_steps - 1):.2f}, and with one step
# more it is {0.9**fewest_steps:.2f}. This does not say that all jumps come from the ruler. It says: look at the ruler first.

# %%
ask("scale.exam")

# %% [markdown]
# One more doubt about a score that is reported: how was it chosen? You met the case in lesson 5.

# %%
ask("optimizers.test-set", again="scale")

# %% [markdown] tags=["fact-language-model", "fact-support-table"]
# ## From a small net to a language model
#
# Row by row: what stays, and what is new?
#
# | part | small networks | a language model | you met it in | it runs below in |
# |---|---|---|---|---|
# | input | lists of numbers | tokens, looked up in an embedding | new | *Tokens* |
# | layers | matrix product and bend | the same, and attention between them | [lesson 3](03_layers.ipynb) | *Attention* |
# | around each layer | often nothing | residual connections, normalisation | [lesson 4](04_backprop.ipynb) | *One block* |
# | activation | ReLU | GELU, or SiLU with a gate | [lesson 2](02_nonlinearity.ipynb) | *A gate* |
# | output | softmax over a few classes | softmax over all tokens | [lesson 3](03_layers.ipynb) | *The guess* |
# | loss | cross-entropy | cross-entropy of the next token | [lesson 4](04_backprop.ipynb) | *The guess* |
# | optimizer | Adam | AdamW, with warmup | [lesson 5](05_optimizers.ipynb) | *A small one* |
# | scale | thousands of parameters | billions | here | *A small one* |
#
# Most of it you have built. Take the rows from the top.
#
# ### Tokens
#
# Text is not numbers. First it is cut into pieces.
#
# {term token}
#
# {term embedding}
#
# Here every word is a token. Real tokenizers cut rare words into parts, so that 50,257 tokens are enough for any text
# (that is the count of GPT-2).

# %%
words = "the cat left the milk because it was sour".split()
tokens = sorted(set(words))
ids = np.array([tokens.index(word) for word in words])
print(ids)

table = nn.Embedding(len(tokens), 4, rng=np.random.default_rng(0))
print(table(Tensor(ids)).shape)

# %% [markdown] tags=["fact-tokens"]
# Nine words became nine lists of four numbers. "the" comes twice, and both times it is looked up in the same row. The rows are
# parameters: training moves them, as it moves any weight.
#
# ### Attention
#
# A layer so far works on each token by itself. But what does "it" stand for in a sentence? To know that, a token has to look
# at others.
#
# {term attention}
#
# Each token carries a *query*, what it looks for, and a *key*, what it offers. Query times key, number by number and
# added up, and divided by the square root of how many numbers there are, gives a score; softmax turns the scores into
# weights. You know these steps. With the weights a third list of each token is mixed, its *value*: what it hands over.
#
# Below, each word has two made-up numbers, which are its key and its value at once: how much of a living thing it is, and
# how much of a food. They stand under the words. You set the query of "it".

# %%
AttentionPeek()

# %% [markdown] tags=["fact-attention", "fact-block"]
# A query of 3 for a living thing and 0 for a food gives "cat" a weight of {cat:.2f}; the other way round, "milk" gets {milk:.2f}.
# In a trained model nobody sets queries, keys and values: they are products with learned matrices, and a layer makes
# many such comparisons side by side, called *heads*. What they look at is often hard to say.
#
# Attention compares every position with every other. For a text twice as long this part takes four times as much.
#
# ### One block
#
# First attention, then a network of two layers with a GELU between them; each of the two has a normalisation before it
# and a residual connection around it. That is one *transformer block*. Lists of numbers go in, one a position, and as
# many of the same length come out. So blocks can be stacked.

# %%
rng = np.random.default_rng(0)
block = nn.TransformerBlock(32, 4, rng=rng)
x = Tensor(rng.normal(size=(1, 16, 32)).astype(np.float32))
print(x.shape, "→", block(x, is_causal=True).shape)
print(sum(p.data.size for p in block.parameters()), "parameters")

# %% [markdown]
# `is_causal` says that no position may look ahead. Otherwise guessing the next token would be a matter of reading it.
#
# ### A gate
#
# Between the two layers of this block stands GELU. Do you still know the family?

# %%
ask("nonlinearity.below-zero", again="scale")

# %% [markdown] tags=["fact-gate"]
# GPT-2 takes GELU. Llama and many others take SiLU, and with it a **gate**. Two layers look at the same input, side by
# side. One goes through SiLU: it says how much of each number passes. The other is what passes. The two are multiplied,
# number by number, and a third layer brings the result back to the width of the block:
#
# $$h = \text{SiLU}(x W_1) \odot x W_2 \qquad y = h W_3$$
#
# **Predict first:** what does a gate do whose sum is −4, and what at 0 and at 2?

# %%
sums = Tensor(np.array([-4.0, 0.0, 2.0], dtype=np.float32))
print(nn.SiLU()(sums).data.round(2))

# %% [markdown]
# At −4 it is nearly shut, at 0 it is shut, and at 2 it passes on {gate(2):.2f} times what comes. So it is a gate that can open
# wider than the wall. Here is the whole of it on the 16 positions from above:

# %%
sizes = [(32, 85), (32, 85), (85, 32)]
gate, value, back = (nn.Linear(m, n, bias=False, rng=rng) for m, n in sizes)
h = nn.SiLU()(gate(x)) * value(x)
print(x.shape, "→", h.shape, "→", back(h).shape)
print(sum(layer.weight.data.size for layer in (gate, value, back)), "weights")

# %% [markdown] tags=["fact-next-token"]
# Three matrices cost more than two. So one makes them narrower: 85 units with a gate have {3 * 32 * 85:,} weights
# ({4 * 3 * 32 * 85:,} bytes · {3 * 32 * 85:,} multiply-adds for each position), and 128 units without one have {2 * 32 * 128:,}. In the same way Llama 2 7B
# has 11,008 units there, where the older rule of four times the width would give {4 * 4096:,}.
#
# ### The guess
#
# At the end stands a score for every token there is, and softmax makes probabilities of them. The loss is the cross-entropy you know,
# with the next token as the right class. Do you still know how it is averaged?

# %%
ask("backprop.cross-entropy", again="scale")

# %% [markdown]
# What does a model pay that knows nothing, one with the same score for all 50,257 tokens? In lesson 4 it was three classes.

# %%
scores = Tensor(np.zeros((1, 50_257), dtype=np.float32))
next_token = Tensor(np.array([7]))
print(f"{nn.CrossEntropyLoss()(scores, next_token).item():.2f}")

# %% [markdown]
# The logarithm of 50,257 is {knows_nothing:.2f}, whichever token comes next. Everything a language model learns in its first training shows
# in how far this number falls.
#
# ### A small one
#
# Put the parts together and you have a language model. This one reads characters instead of words, {CONTEXT} at a time, and guesses
# the next. `summary` writes its bill; the last line adds it up.

# %%
summary(Writer(20, rng=np.random.default_rng(0)), (16,), np.int64)

# %% [markdown]
# It learns from 400 sentences, on your computer, while you watch: each press is 50 training steps. The loss is the
# cross-entropy of the next character. The *temperature* divides the scores before softmax: below 1 the likeliest character
# wins more often, above 1 chance has more of a say.
#
# **Predict first:** what comes first, words or spaces?

# %%
TinyWriter()

# %% [markdown] tags=["fact-after-training"]
# First it learns roughly which characters are common, then where words end, then words, then which word may follow which.
# Nobody told it what a word is. It only ever lowered one number, the loss.
#
# What it writes looks right and means nothing: it has {writer:,} parameters and has read one pattern. GPT-2 small has the same
# kinds of parts, 12 such blocks instead of one, and {gpt2 / writer:,.0f} times as many parameters.
#
# ### What comes after
#
# The models you talk to had further training. In **fine-tuning** the same loop runs on chosen examples. In **RLHF**,
# reinforcement learning from human feedback, people compare answers, and the weights are moved towards what they prefer.
# **Quantisation** you have seen. All three stand on the same ground. They change or round the same weights, and the
# first two do it with the loop of lesson 4: a loss, its gradients, an optimizer.

# %%
ask("scale.what-is-new")

# %% [markdown] tags=["fact-practice"]
# ## For your own work
#
# | you want to | think of | look into |
# |---|---|---|
# | use a trained network for a new task | keep its early layers, train a new last one on what they put out | [lesson 3](03_layers.ipynb) |
# | choose a loss | a number: squared error; classes: cross-entropy from logits | [lesson 4](04_backprop.ipynb) |
# | read a curve | validation rises while training falls: overfitting; both stay high: too small, or trained too little | [lesson 5](05_optimizers.ipynb) |
# | choose an architecture | tables: dense; pictures: convolution; sequences: recurrent or attention | [lesson 3](03_layers.ipynb) |
# | find out why nothing is learned | size of the activations' gradients, dead units, learning rate | [lesson 4](04_backprop.ipynb), [lesson 5](05_optimizers.ipynb) |
# | know what it costs | count before you build | this one |
#
# Three of the rows, tried: what early layers hold, a run that goes wrong, and a pair of curves.

# %%
ask("layers.hierarchy", again="scale")

# %%
ask("optimizers.too-large-or-small", again="scale")

# %%
ask("optimizers.which-overfit", again="scale")

# %% [markdown]
# ## Looking back
#
# A picture from lesson 2 once more, and four questions on the whole course.

# %%
ask("nonlinearity.linear-activation", again="scale")

# %%
ask("scale.back-neuron")

# %%
ask("scale.back-layer")

# %%
ask("scale.back-activation")

# %%
ask("scale.back-backprop")

# %% [markdown]
# ## Checkpoint
#
# Close your eyes for a moment before you write. Recalling is what makes it stay.

# %%
ask("scale.recall")

# %% [markdown]
# And the two questions from the beginning.

# %%
ask("scale.pre-width")

# %%
ask("scale.pre-training")

# %% [markdown]
# ## Build it yourself
#
# In the [exercises](../exercises/06_scale.ipynb) you write the bill, find the widest network for a budget, and at the end
# choose a network yourself and defend it.
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
