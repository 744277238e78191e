# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show, warm_up
from coursekit.engine import cost, nn
from coursekit.parallel import averaged, compare, cut, gradient
from coursekit.widgets import EmergenceOrRuler, RoundTheReader, TimeTheProduct, WhoHoldsWhat

# %% [markdown]
# ## Why does your reader answer at once?
#
# In lesson 5 a reader with 64 hidden units took the test and tried to read your handwriting. Here we go back to the small one of lesson 3, 64-16-10, and call it your reader. Neither has ever kept you waiting: the answer is there before you've looked up. The language models that everybody talks about
# need halls full of machines, and yet they're made of layers like yours. So where does the difference come from, and who pays for it?
#
# In this lesson we write a bill. It has four lines: how many **parameters** a network has, how many **bytes** they take, how many **operations** it computes with them, and how many **dollars** that costs. First comes the bill of your own reader,
# and then we turn the same four lines up until we've reached a large language model.
#
# One guess before we start. It isn't marked, and you'll meet it again at the end.

# %%
ask("scale.pre-training", marked=False)

# %% [markdown] tags=["fact-reader-bill"]
# Here is 64-16-10 from lesson 3. `cost.mlp` takes the sizes of the layers and counts; it doesn't build anything.

# %%
reader = cost.mlp([64, 16, 10])
print(f"{reader.parameters:,} parameters")
print(f"{reader.weight_bytes(32):,.0f} bytes")
print(f"{reader.forward_flops():,} FLOPs to read one digit")

# %% [markdown] tags=["fact-flops-forward"]
# Let's go through the lines.
#
# - **Parameters.** 64 · 16 weights and 16 biases, then 16 · 10 weights and 10 biases. You've counted them in lesson 3.
# - **Bytes.** A byte is eight bits. These numbers are stored in 32 bits each, so every parameter takes 4 bytes, and {parameters(64, 16, 10):,} of them take {4 * parameters(64, 16, 10):,}.
# - **Operations.** For each of the {weights(64, 16, 10):,} weights there's one multiplication, and then the product is added to a sum. That makes **{reading} FLOPs for each weight and example**. (The biases and the bends add a few more, which everybody leaves out.)
#
# {term FLOP}
#
# - **Dollars.** Let's rent an H100, one of the graphics cards on which large models are trained. As of {AS_OF} that costs from about 2 to 7 dollars an hour, and we'll take {PRICE:.0f}. With numbers of 16 bits its top speed is {PEAK / 1e12:.0f} trillion FLOPs a second. Let's pretend that {USED:.0%} of that is reached: in training, large models get there, while your reader is far too small to keep such a card busy.
#   Then reading a *million* digits costs about {round(1e9 * price_of(1e6 * reader_flops))} billionths of a dollar. Even at a tenth of that speed nobody would notice the bill.
#
# That's why your reader answers at once. Now for the other end.
#
# ## What happens when a layer gets wider?
#
# The model that we'll follow is Llama 2 7B, which Meta published in 2023 with all its sizes. Many of its layers take 4,096 numbers to 4,096 numbers. **Predict first:** how many weights does one such layer have, and how many megabytes do they take?
# (`np.float16` stores a number in 16 bits, which is 2 bytes. It keeps about three digits.)

# %%
W = np.zeros((4096, 4096), dtype=np.float16)
print(f"{W.size:,} weights, {W.nbytes:,} bytes")

# %% [markdown] tags=["fact-weights-4096"]
# A single layer has nearly {round(layer / parameters(64, 16, 10), -3):,.0f} times the parameters of your whole reader, and it weighs {megabytes:.2f} MB (a megabyte is a million bytes). Any layer from m inputs to n units has **m · n weights**, and n biases on top, so both sides count. What does that mean for
# a network that gets wider?

# %%
ask("scale.doubling-width")

# %% [markdown]
# In the picture, the filled rectangles are the weight matrices before, and the dashed rectangles are the same matrices after the width has doubled. Below it both pairs are counted, and a network for the images of 28 × 28 squares from lesson 3, which has 784 inputs.

# %%
show("scale.doubling")

# %%
stacks = [(64, 64, 64), (128, 128, 128)]
readers = [(64, 16, 10), (64, 32, 10), (784, 128, 10), (784, 256, 10)]
for sizes in stacks + readers:
    print(sizes, f"{cost.mlp(sizes).parameters:,}")

# %% [markdown] tags=["fact-doubling"]
# You may have heard the rule "twice the width, four times the parameters". Between the three hidden layers of 64 units it holds: both sides of each matrix double, and the area becomes four times as large. (From {parameters(64, 64, 64):,} to {parameters(128, 128, 128):,} parameters it's nearly that, because the biases only double.) In your reader only one side of each matrix doubles, because a digit still has 64 squares and there are still ten digits.
# It's the same for larger images: 784-128-10 goes from {parameters(784, 128, 10):,} to {parameters(784, 256, 10):,}. So the rule holds *between* hidden layers, and next to the inputs and outputs it doesn't. In a large language model nearly all weights are of the first kind: in Llama 2 7B it's {inner:.0%}.
#
# Since `cost` only multiplies sizes, a published model is as quick to count as a small one.

# %%
print(f"your reader: {reader.parameters:,}")
print(f"GPT-2 small: {cost.gpt2().parameters:,}")
print(f"Llama 2 7B:  {cost.llama().parameters:,}")

# %% [markdown] tags=["fact-published"]
# The last two are the counts of the published files, to the last parameter. "7B" is what people call the second one: about seven billion. That's about {round(llama / parameters(64, 16, 10), -5):,.0f} of your readers.
#
# ## What does a billion parameters weigh?

# %%
ask("scale.billion")

# %% [markdown]
# Two units are often mixed up here. A gigabyte, GB, is a billion bytes. A gibibyte, GiB, is {2**30:,} bytes (1,024 · 1,024 · 1,024). Memory is built in GiB, and people often write GB all the same. So a graphics card with "80 GB" holds a little more than 80 billion bytes; the system takes part of that, and
# we'll count on 80 billion.

# %%
n_bytes = 1_000_000_000 * 16 / 8
print(f"{n_bytes / 1e9:.2f} GB, or {n_bytes / 2**30:.2f} GiB")

# %% [markdown] tags=["fact-billion", "fact-7b-weights"]
# What's worth remembering is one rule of thumb: **at 16 bits, a billion parameters are {weight} GB**. So 7B takes {7 * weight} GB, and that fits into the {CARD_24:.0f} GB of a graphics card for games.
#
# ## Can you train a model wherever you can store it?
#
# To store a model you need its weights. To train it you need more, and you know from lessons 4 and 5 what that is. For every weight, the backward pass computes a gradient. Adam keeps two running averages for every weight, which are called its *moments*.
#
# There's one thing more. If the weights are stored in 16 bits, something goes wrong that you can see here: a weight of 1 should move by a ten-thousandth.

# %%
print("16 bits:", np.float16(1) + np.float16(0.0001))
print("32 bits:", np.float32(1) + np.float32(0.0001))

# %% [markdown] tags=["fact-16-bits-round"]
# With 16 bits it doesn't move at all, because the next number after 1 is {np.float16(1) + np.spacing(np.float16(1)):.4f}. Many steps of training are that small beside their weight, and all of them would be lost. So one usually computes with weights and gradients of 16 bits, but keeps the two moments in 32 bits, and also a **copy** of the weights in 32 bits, in which the small steps add up. (If the weights have 32 bits themselves, no copy is needed.)
#
# That's all you need for the next question.

# %% tags=["fact-7b-training"]
ask("scale.adam-7b")

# %% [markdown]
# Here's the same for a single parameter, in bytes.

# %% tags=["fact-adam-16-bytes"]
show("scale.one_parameter")

# %% [markdown] tags=["fact-7b-training", "fact-activations-extra"]
# {adam} bytes a parameter make **{7 * adam} GB** for 7B. The weights on their own were {7 * weight} GB, an eighth of that. Half of the {7 * adam} GB are Adam's two moments. So you can't train a model wherever you can store it.
#
# And one part is still missing. The backward pass needs what each layer put out on the way forward: for every example, a number from every unit. These **activations** grow with the batch, which the {adam} bytes don't. Your reader has 26 units, so with a batch of 50 that's {26 * 50:,} numbers. That's more than its {parameters(64, 16, 10):,} parameters.
#
# Below you see a stack of 1 to 64 equal layers, and the bar is the memory of one step of training. Make it grow, and dashed lines come into view: the memory of cards that you can buy or rent (as of {AS_OF}). **Predict first:** with Adam, you switch from 32 to 16 bits. By how much will the bar shrink?

# %% tags=["fact-signature-bill"]
ask("scale.train-on-one-card")

# %% [markdown] tags=["fact-budgets"]
# With Adam and a small batch the bar hardly shrinks. Weights and gradients save 2 bytes each, and the copy costs 4. (Did you take four numbers of 4 bytes for the 7B model? That's the count at 32 bits, and its total is the same: at 16 bits there are five numbers, and two of them have 2 bytes.) What 16 bits do save is half of the activations, and time, because cards multiply short numbers faster.
#
# What did get you onto the card was the optimizer. Adam takes {adam} bytes a parameter, momentum {momentum}, and plain SGD {sgd}, at 16 bits as at 32. What you give up is part of what the optimizer remembers.
#
# The last line of the list is money: a million answers of {TOKENS} tokens each, where a *token* is a word or a part of one, and each token takes one pass through the network. It rests on the price and the speed from above, at 16 bits whatever you set. Take it as a low estimate: in part 2 you'll see why answers rarely reach that speed.
#
# **So depth and width are budgets.** They're paid in memory, in waiting time, and in money, on every single request.

# %% [markdown]
# {pause}

# %% [markdown]
# ## How much arithmetic does learning take?
#
# You've counted the FLOPs of reading. And learning? Think of lesson 4, and of the products in a backward pass.

# %% tags=["fact-flops-training"]
ask("scale.flops")

# %% [markdown] tags=["fact-flops-training"]
# For the one product `X @ W` forward, there are two products backward. One gives the gradient of the weights, `X.T @ g`, where g is the gradient that arrives at the layer's sums. The other one, `g @ W.T`, hands the gradient on to the layer before. Each takes {reading} FLOPs for a weight and an example, and so one gets the rule that everybody uses:
# **training takes about {learning} FLOPs for each parameter and token**.
#
# "About" can mean many things, so let's count three networks: your reader, a stack of eight layers 4,096 → 4,096, and Llama 2 7B. **Predict first:** there's one product that the backward pass can leave out. Which one is it, and for which of these networks will it matter most?

# %%
for name, net in [("64-16-10", reader), ("8 × 4096", cost.mlp([4096] * 9)), ("Llama 2 7B", cost.llama())]:
    tokens = 4096 if name == "Llama 2 7B" else 1  # cost.llama() counts a text of 4,096 tokens
    print(f"{name:11} {net.training_flops(1) / net.parameters / tokens:.2f} FLOPs a parameter and example")

# %% [markdown] tags=["fact-true-count"]
# Nobody needs the gradient of the *inputs*: the digits aren't going to be changed. So the first layer saves one of its two products backward, and in your reader the first layer holds most of the weights. The reader takes {reader_learning:.1f} FLOPs for each parameter and digit. In a stack of eight equal layers it's 2 FLOPs fewer in one of the eight, and {stack_learning:.2f} are left on average.
#
# For the language model the rule is a little too low. Its attention (lesson 7) compares every token with the other tokens of the text, and that's arithmetic without any parameters. On 4,096 tokens at once it adds about {attention_learning:.0f}, if every token is compared with every other; programs that compare each token only with those before it need half of that. On longer texts it's more. (The table in which tokens are looked up saves a little, because nothing is multiplied there.) The rule of 6 is good
# enough for a budget, and that's what it is for.
#
# ## What does it cost to train a language model?
#
# Now you can work that out. Llama 2 7B has read two trillion tokens, 2 · 10¹² of them.

# %%
ask("scale.training-dollars")

# %% [markdown]
# And here's the arithmetic in Python, to compare with yours.

# %%
flops = 6 * 7e9 * 2e12
hours = flops / (0.4 * 989e12) / 3600
print(f"{flops:.1e} FLOPs, {hours:,.0f} hours of one card, {3 * hours:,.0f} dollars")

# %% [markdown] tags=["fact-training-dollars"]
# So about {round(dollars, -4):,.0f} dollars, and {hours / 24 / 365:.1f} years if you had one card only. And it wouldn't even fit on that card, as you saw above. Both are reasons why many cards share such a training.
#
# Where do the {USED:.0%} come from? Meta published how long the training took: {LLAMA_7B_HOURS:,.0f} hours of an A100, the card before the H100, whose top speed is {A100_PEAK / 1e12:.0f} trillion FLOPs a second. If we count {learning} FLOPs for each of the {llama / 1e9:.2f} billion parameters and each token, the cards reached {reached:.0%} of their top speed. For the 70B model, in {LLAMA_70B_HOURS:,.0f} hours, it's {reached_70:.0%}. So {USED:.0%} is about
# what these two trainings got out of their cards. (These were A100s; we take the same for the H100.)
#
# The real bill is higher. Our sum has no failed run in it, none of the trials before the last one, no data, and nobody's salary.
#
# ## Why isn't an answer there in a flash?
#
# To use a network after its training is called **inference**. For each token that a 7B model writes, it computes about {reading * 7} billion FLOPs. The H100 does {PEAK / 1e12:.0f} trillion a second, so one token should take {1e6 * multiplying:.0f} millionths of a second. That would be {round(1 / multiplying, -4):,.0f} tokens a second, and no conversation on such a card comes anywhere near that.
#
# The multipliers aren't the whole story. A weight has to travel from the memory to the multipliers before it can be used. (There's a fast memory right beside them, but it's small: your reader can stay in it, a large model can't.) With one example a weight travels for two FLOPs. With a hundred examples at once it travels once, for {100 * reading} FLOPs.
#
# Say there's a machine that needs 10 milliseconds to fetch all weights of a layer, and 0.1 milliseconds of multiplying for each example. It does both at the same time: while some weights are being multiplied, the next ones are on their way.

# %% tags=["fact-roofline"]
ask("scale.batch-time")

# %% [markdown] tags=["fact-roofline"]
# The time is that of the slower of the two: first it's flat, and then it climbs. Now turn it round and ask for the *speed*, the FLOPs a second. With one example the machine does two FLOPs for each weight in 10 milliseconds. With 100 examples it does a hundred times as many in the same time. From there on it can't get any faster. Drawn over the number of examples, this bound on the speed rises and then runs level, like a roof, and
# so it's called the **roofline**.
#
# Made-up machines are patient. Your own computer is next: it multiplies one layer 4,096 → 4,096, and the height of a bar is its speed. **Guess first**, with the slider: with a single example, how many percent of its top speed does it reach? Each press of the button times one more batch. The line is the roof, computed from two measured speeds. If a later batch is faster than the top speed so far, that becomes the top, and the picture is drawn anew.

# %% tags=["fact-signature-time"]
TimeTheProduct()

# %% [markdown] tags=["fact-roofline-measured", "fact-why-gpus"]
# On most computers the first bar is low, because with one example the multipliers wait for weights. Then the bars climb and level off: from there on, four times the examples take about four times the time. Your bars may stay below the roof on the way up. The roof is an estimate from two other measurements, so a bar may also stand a little above it. The programs that multiply are tuned for large batches first.
#
# The H100 tells the same story with larger numbers. It reads {READ / 1e12} trillion bytes a second, so fetching the {7 * weight} GB of a 7B model takes {1000 * fetching:.1f} milliseconds: about {round(fetching / multiplying, -2):.0f} times as long as the multiplying for one token. If the tokens of an answer are written one after the other, that makes {1 / fetching:.0f} tokens a second at most, and {TOKENS} of them take {TOKENS * fetching:.1f} seconds. So an answer isn't there in a flash.
#
# The fetching is also why services collect the requests of many people and answer them together: the weights travel once for all of them. That gives a high throughput. And as long as it's the fetching of the weights that takes the time, a token comes about as soon as for one user alone, so the latency of an answer hardly suffers. People wait longer when they have to wait for others to join, or when so many are answered together that the multiplying sets the time.
#
# {term throughput}
#
# {term latency}
#
# <details style="margin-bottom: 1em"><summary><b>Why graphics cards?</b></summary>
#
# A picture on a screen has millions of points, and each is computed in the same way. So graphics cards were built to do a great many operations side by side, and to read quickly. A layer is a matrix product, which is the same step millions of times over. Since {CUDA_YEAR:.0f} the cards of NVIDIA can be programmed for such work (with CUDA), and since {TENSOR_CORE_YEAR:.0f} some of them
# have carried units made for matrix products. If PyTorch or CuPy is installed here and finds such a card, you can choose GPU (the graphics card) instead of CPU (the computer's own processor) above, and time it too.
#
# </details>

# %% [markdown]
# {pause}

# %% [markdown]
# ## How few bits does a weight need?
#
# If fetching takes the time and weights fill the card, then smaller weights help with both. Stored in 4 bits, a 7B model would be fetched in a quarter of the time, and those {TOKENS} tokens could be there in about {TOKENS * fetching * 4 / 16:.1f} seconds. After training, the 16 bits can be cut down like that.
#
# {term quantisation}
#
# Here's a matrix stored in 8 bits. It has one *scale*, and each weight is kept as a whole number from {-(2**7 - 1)} to {2**7 - 1}: the weight divided by the scale, rounded. (`np.int8` is a whole number of 8 bits.) **Predict first:** how far will a weight be off, in percent of its own size?

# %%
W = np.random.default_rng(0).normal(size=(1000, 1000)).astype(np.float32)
scale = np.abs(W).max() / 127
small = np.round(W / scale).astype(np.int8)
off = np.abs(small * scale - W) / np.abs(W)
print(f"{W.nbytes:,} bytes become {small.nbytes:,}")
print(f"half of the weights are off by less than {np.median(off):.1%}, the mean is {off.mean():.1%}")

# %% [markdown]
# A quarter of the memory, and most weights are nearly where they were. The mean is so much larger because of the small weights: each is off by up to half of the scale, which is a lot for a small weight. The smallest become 0 and are off by all of themselves. It's the large weights that decide most of a sum, though, so the mean sounds worse than it is.
#
# What does it do to a network? Try it with your own reader. Go down with the bits and watch the paintings of a hidden unit (number {ROUNDED_UNIT + 1}), and how many of the 300 validation digits it still reads. Then give every unit a scale of its own.

# %% tags=["fact-reader-rounded"]
RoundTheReader()

# %% [markdown] tags=["fact-7b-four-bits", "fact-group-scales"]
# At 8 bits your reader reads as many of the 300 digits as before, and at 4 bits with one scale for each matrix it loses {lost(4, "the whole matrix")}. With a scale for each unit, at the same 4 bits, it loses only {lost(4, "each unit")}: a unit whose weights are all small gets small steps.
#
# Can that be chance? A digit more or less can: at 5 bits and one scale the reader even reads one more than unrounded. So here are the thousand digits that it was trained on. (That's allowed here, since we ask what rounding changes, and not how well it reads new digits.) It reads {trained(32, "each unit")} of them unrounded, {trained(4, "the whole matrix")} at 4 bits with one scale, and {trained(4, "each unit")} with a scale for each unit.
#
# So the finer scales do help this reader. At 3 bits they help even more: of the 300 digits {lost(3, "each unit")} are lost, where it was {lost(3, "the whole matrix")}.
#
# Finer scales aren't free: each takes 16 bits itself. One for every 8 weights adds 2 bits to each weight, and then 4 bits have become 6. Large models often share a scale among 128 weights, which adds {16 / 128} of a bit. So 7B takes {gigabytes(7, 4)} GB at 4 bits, and {7 * (4 + 16 / 128) / 8:.1f} GB with these scales.
#
# <details style="margin-bottom: 1em"><summary><b>Can one round more cleverly?</b></summary>
#
# The method [GPTQ](https://arxiv.org/abs/2210.17323) rounds the weights of a layer input by input, and shifts the weights that are still to come so that they make up for the error, as far as a few sample texts show it.
#
# </details>
#
# ## What does a model remember while it answers?
#
# The weights aren't all that has to be on the card. A language model writes one token at a time, and for each new token its attention looks back at all tokens before. Such a model is a stack of many equal *blocks*, and in every block an earlier token is represented by two lists of numbers, its *key* and its *value* (lesson 7 tells you what they're for). They don't change any more, so they're kept and not computed again. This memory is the **KV cache**, and it grows with every token of every conversation.

# %% tags=["fact-kv-cache"]
ask("scale.kv-cache")

# %% [markdown] tags=["fact-kv-cache"]
# That is half a megabyte for a single token. A conversation of 4,096 tokens, the longest that Llama 2 was made for, takes {4096 * kv_7b / 1e9:.1f} GB, and seven of them take more than the weights at 16 bits. So a service can't answer as many requests together as it likes: their keys and values fill the card. (And where the roof runs level, more of them bring no more speed anyway.)
#
# Keys and values have to be fetched for every token, too, and each conversation has its own, while all of them share the weights. So with many long conversations each token comes later, even where the multiplying would be quick enough: with eight full ones, an H100 fetches for about {1000 * (weight * 7e9 + 8 * 4096 * kv_7b) / READ:.0f} milliseconds until each of them has its next token, and with a single one for about {1000 * (weight * 7e9 + 4096 * kv_7b) / READ:.0f}.
#
# In the 70B model, groups of eight *heads* (the parts of an attention layer) share their keys and values. So although the model is ten times as large, it needs less for a token: 80 blocks · 2 lists · 1,024 numbers · 2 bytes are {kv_70b:,.0f} bytes.
#
# Now you have the two large parts that have to fit: the weights, and the keys and values on top (the green parts of the bars in the picture below, once you set conversations).

# %% tags=["fact-support-fit-finder"]
ask("scale.serve-eight")

# %% [markdown]
# At 8 bits the weights leave 10 GB of the card, and eight long conversations want {8 * 4096 * kv_70b / 1e9:.1f}. By our count of 80 billion bytes it fails, if only by a little. A real card may find that little, but not much for anything else. (The published model has {LLAMA_70B / 1e9:.0f} billion parameters. Counted like that it fits, with {80 - 69 - 8 * 4096 * kv_70b / 1e9:.1f} GB left for everything else that a program needs.)

# %% [markdown]
# {pause}

# %% [markdown]
# ## What if one card isn't enough?
#
# In training with Adam, 70B asks for {70 * adam:,.0f} GB: at least {ceil(70 * adam / 80)} cards of 80 GB, and then there's no room for a single activation. But how do so many cards train *one* network? Let's ask about the time first, and come back to the memory after that.
#
# The plainest way is called **data-parallel**: the examples of a batch are shared out. How does one step go then? (Whoever takes a share is called a *worker*, be it a card or a computer.)

# %%
ask("scale.parallel-step")

# %% [markdown]
# As a picture, the step looks like this.

# %%
show("scale.one_step_split")

# %% [markdown]
# Is the average really the gradient of the whole batch? Let's see, with a small network and 1,001 examples in four shares. The shares can't be equally long, so each one counts as often as it has examples. (`cut` returns the inputs of the shares and their targets. `gradient` runs forward and backward, and returns how many examples there were, and an array of gradients for each weight matrix and for each list of biases.)

# %% tags=["fact-same-gradient"]
rng = np.random.default_rng(0)
inputs, targets = rng.normal(size=(1001, 20)).astype(np.float32), rng.integers(0, 3, 1001)
model = nn.Sequential(nn.Linear(20, 16, rng=rng), nn.ReLU(), nn.Linear(16, 3, rng=rng))
loss = nn.CrossEntropyLoss()

whole = gradient(model, loss, inputs, targets).gradients
parts_x, parts_y = cut(inputs, targets, parts=4)
shares = [gradient(model, loss, x, y) for x, y in zip(parts_x, parts_y)]
split = averaged(shares).gradients
print("shares of", [share.examples for share in shares], "examples")
print("same gradient:", max(np.abs(a - b).max() for a, b in zip(whole, split)) < 1e-6)

# %% [markdown]
# It is, apart from rounding. So training on four machines is the training that you know. (Batch normalisation is an exception: each share has a mean and a spread of its own.) Is it four times as fast, too? `compare` times one step of a larger network in one process (that's one worker alone), and split over two workers. With 0 it shows a run that was saved.

# %% tags=["fact-support-parallel"]
compare(0)

# %% [markdown]
# Two workers are less than twice as fast. Gradients travel at every step, and nobody may go on before the slowest has answered. (`compare` sends the weights along at every step, too. Cards that keep their weights exchange gradients alone.) With a small network or a small batch the travelling can take longer than the work, and then splitting makes it slower.
#
# <details style="margin-bottom: 1em"><summary><b>Time it yourself</b></summary>
#
# Write a 2 in place of the 0 to use two cores of your own computer; that needs the library [Dask](https://www.dask.org) (`python -m pip install "coursekit[cluster]"`). NumPy may use several cores for the one process as well, and then the two workers win less, or nothing. On a cluster, `compare(address="tcp://…")` takes the address of its Dask scheduler.
#
# </details>
#
# So sharing saves time. Does it also help with the {70 * adam:,.0f} GB? That depends on who holds what. Below you see the memory of *one* card. Besides the batch, the numbers that belong to the model can be cut up too, so that each card keeps only a part of them. That's called **sharding**. In the picture, nothing is cut up yet. **Predict first:** what happens to the bar when you go from 8 cards to 64? And what if moments and copy are cut up?

# %% tags=["fact-sharding"]
WhoHoldsWhat()

# %%
ask("scale.who-holds-what")

# %% [markdown] tags=["fact-sharding"]
# In data-parallel training every card holds *everything*: all weights, all gradients, all moments. A model that doesn't fit on one card doesn't fit on fourteen of them either.
#
# With sharding it does. Moments and copy are the first to go, because only the optimizer's step needs them: with sixteen cards and those two cut up, 7B takes {sharded_7b / 1e9:.0f} GB a card where it took {7 * adam}. For 70B that isn't enough, since weights and gradients alone are {70 * (weight + gradient)} GB. When all four parts are cut up, sixteen cards can hold them, {70 * adam / 16:.0f} GB each. The price is traffic: every layer's weights are collected shortly before
# they're needed, once forward and once backward. What each card puts out for its own examples, the activations, isn't cut up by any of this, and only {80 - 70 * adam / 16:.0f} GB are left, for them and for the layer collected last. A card keeps fewer of them if it gets fewer examples, or if it computes some of them again on the way back.

# %% [markdown]
# ## What do you get for the money?
#
# All this is paid for, so large models must be worth something. Here's a claim to judge.

# %%
ask("scale.exam")

# %% [markdown] tags=["fact-size-lists"]
# You may have met lists such as "7B can summarise, 70B can reason, 700B can pass exams". Most name no source, they disagree with each other, and they include models whose sizes were never published. What a model can do depends on its size, but also on its data, on the arithmetic of its training (people call that its *compute*), and on what was done to it afterwards. In 2022 Chinchilla, a
# [model with 70 billion parameters](https://arxiv.org/abs/2203.15556), beat Gopher with 280 billion on most tests. Training them took about the same compute, but the smaller one had read more than four times as much text.
#
# The lists have a second weakness: the ruler. Say there are four models that get a *single* step of a calculation right with the probabilities 0.80, 0.90, 0.95 and 0.99.

# %%
ask("scale.exact-match")

# %% [markdown]
# In numbers:

# %%
for step in [0.80, 0.90, 0.95, 0.99]:
    print(f"one step {step:.2f}   ten steps in a row {step**10:.3f}")

# %% [markdown] tags=["fact-ruler"]
# From 0.80 to 0.99 a single step is right only {0.99 / 0.80:.2f} times as often. The whole answer goes from {TEN_STEPS_RIGHT[0]:.3f} to {TEN_STEPS_RIGHT[-1]:.3f}, so it's right more than eight times as often. (If the steps fail independently, that is. Often they don't.) Count the errors of a single step instead, and it has become twenty times better: that's a ruler, too. Below are seven made-up models, each twice as large as the one before, and from each to the next the errors in a step are halved.

# %% tags=["fact-support-ruler"]
EmergenceOrRuler()

# %% [markdown]
# Nothing jumps inside these models. With a ruler that counts steps, the curve bends gently. With one that counts whole answers of twenty steps, it stays near 0 at first and then climbs steeply. Somebody who tests two or three sizes only may take that for a switch. From {fewest_steps} steps on, a model that gets 0.90 of its steps right fails more than half of its answers: 0.90 to the power of {fewest_steps - 1} is {0.9 ** (fewest_steps - 1):.2f}, and one step more makes it {0.9**fewest_steps:.2f}. None of this says that all jumps come from the ruler. It says that the ruler is worth a look first.

# %% [markdown] tags=["fact-language-model", "fact-support-table"]
# ## What's in a language model that isn't in your reader?
#
# You've counted a large model without opening it. Go through it row by row. In brackets is the lesson where you meet the part.
#
# | part | your reader | a language model |
# |---|---|---|
# | input | 64 squares | tokens, each looked up in a table of lists (*embedding*) ([lesson 7](07_language.ipynb)) |
# | layers | matrix product and bend | the same, and *attention* between the tokens ([lesson 3](03_layers.ipynb), [lesson 7](07_language.ipynb)) |
# | around each layer | nothing | residual connections, normalisation ([lesson 4](04_backprop.ipynb)) |
# | bend | ReLU | GELU, or SiLU with a gate: SiLU's output times the output of a second layer ([lesson 2](02_nonlinearity.ipynb), [lesson 7](07_language.ipynb)) |
# | output | softmax over ten digits | softmax over all tokens that there are ({vocabulary:,} in Llama 2) ([lesson 3](03_layers.ipynb)) |
# | loss | cross-entropy | cross-entropy of the next token ([lesson 4](04_backprop.ipynb)) |
# | optimizer | Adam or AdamW | mostly AdamW, with warmup ([lesson 5](05_optimizers.ipynb)) |
# | after training | done | fine-tuning, answers that people prefer (RLHF), quantisation ([lesson 7](07_language.ipynb), here) |
# | scale | {parameters(64, 16, 10):,} parameters | billions (here) |
#
# Many of these rows you've built yourself. What's new is mostly in the rows that say lesson 7.

# %% [markdown] tags=["fact-attention-scales", "fact-practice"]
# ## Which network should you take?
#
# In lesson 3 you compared wirings, and now you can say what they cost. A recurrent layer must read a text token after token, because each state needs the one before. Attention handles all tokens of a training text in a few large matrix products, and those are what graphics cards are good at. That's a main reason why networks built on attention, called *transformers* (lesson 7), have mostly replaced recurrent ones for text, although the number of comparisons grows with the square of the length.
#
# Pictures have gone the same way. They're cut into patches, say of 16 × 16 points, and each patch is treated like a token. Most of the large vision models of recent years are transformers, such as those behind [CLIP](https://arxiv.org/abs/2103.00020), [SAM](https://arxiv.org/abs/2304.02643) and [DINOv2](https://arxiv.org/abs/2304.07193). They need a lot of training images to make up for what a convolution knows about neighbours in advance. With little data, or on a small device, convolutions are still a good choice.
#
# | you want to | think of | look into |
# |---|---|---|
# | find features | let the hidden layers learn them | [lesson 3](03_layers.ipynb) |
# | choose a loss | a number: squared error; classes: cross-entropy from the scores | [lesson 4](04_backprop.ipynb) |
# | read a curve | validation rises while training falls: overfitting; both stay high: too small, or not trained long enough | [lesson 5](05_optimizers.ipynb) |
# | choose a wiring | tables: dense; few pictures: convolution; many pictures, or text: transformer; a signal on a small device: recurrent or convolution | [lesson 3](03_layers.ipynb) |
# | find out why nothing is learned | gradients layer by layer, dead units, learning rate | [lesson 4](04_backprop.ipynb), [lesson 5](05_optimizers.ipynb) |
# | know what it costs | count before you build | here |
#
# ## What's left when you close your eyes?
#
# First a question from an earlier lesson.

# %%
warm_up("optimizers.test-set", before="scale")

# %% [markdown]
# Now without options. Say it aloud first, and then write.

# %%
ask("scale.recall")

# %% [markdown]
# And the guess from the beginning. This time it counts.

# %%
ask("scale.pre-training")

# %% [markdown]
# ## Build it yourself
#
# When you opened this page, a language model was a hall full of machines. Now you can say how many gigabytes it takes, how many dollars its training costs, why it answers slowly and how many people it can talk to at once. For most of it you began with m · n. In the
# [exercises](../exercises/06_scale.ipynb) you write the bill yourself, round the weights of your reader with your own code, find a fault in somebody's plan, and choose a network under a budget.
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
