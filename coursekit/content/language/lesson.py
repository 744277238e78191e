# %% [markdown]
# {header}

# %%
import numpy as np

from coursekit import ask, show
from coursekit.datasets import names
from coursekit.engine import Tensor, functional, nn
from coursekit.widgets import Ablations, LetterMap, LookInside, NameWriter, NextLetter, PairMerger, name_table

# %% [markdown]
# ## Can a network write?
#
# For six lessons your network has been reading. Today it turns around: it'll write. It won't be a novel. We take the smallest writing there is, given names, one letter after the other, and
# at the end of this lesson a network that you've put together from its parts writes names, most of which it has never seen.
#
# Here are the first few of the names that it may learn from. They come from the US census of 1990, {training:,} of them, and another {held_out:,} are **held out**: the network never trains on those, so
# they tell us what it has understood and not what it has memorised, like the validation digits of the earlier lessons.

# %%
training = names().training
print(len(training), len(names().held_out))
print(*training[:12])

# %% [markdown]
# A network that writes text is called a **language model**. Perhaps you've chatted with one. What do you think it does when it writes? This card gives no marks, and you'll meet it again at the end.

# %%
ask("language.pre-model", marked=False)

# %% [markdown] tags=["fact-tokens"]
# ## How does a name become numbers?
#
# A network weighs numbers, and a name is letters. So first we number the pieces that a text is made of. Such a piece is called a **token**. Our tokens are the 26 letters and a dot, which
# stands in front of each name and behind it: it says "a name begins" and "it's over".
#
# {term token}

# %%
alphabet = ".abcdefghijklmnopqrstuvwxyz"
[alphabet.index(letter) for letter in ".anna."]

# %% [markdown]
# The dot is 0, a is 1, and so on. These numbers are only the places in a list, like the numbers on lockers. Nothing is large about z.
#
# Large models don't read letter by letter, because a page would become thousands of steps. They don't read whole words either, because no list holds all words: think of names, typing errors, other
# languages. They take something in between, and you can find it by hand. Take three words, *ian*, *ana* and *nan*, and count which two letters stand side by side most often:
#
# | pair | where | how often |
# |---|---|---|
# | a + n | i**an**, **an**a, n**an** | 3 |
# | n + a | a**na**, **na**n | 2 |
# | i + a | **ia**n | 1 |
#
# The most frequent pair, a + n, becomes one new piece, *an*. Now the words are *i·an*, *an·a* and *n·an*. Then count again, merge again, and so on. This is **byte-pair encoding**, BPE for short: the letters are stored as bytes, and pairs of them are merged.
# Each word is gone through from the left, and each pair is merged where it stands.
#
# {term byte-pair encoding}

# %%
ask("language.merge")

# %% [markdown]
# Now on the first 1,000 training names. The bars show how often each pair stands there. **Predict first:** when a + n has been merged, which other bars will get shorter?

# %%
PairMerger()

# %% [markdown] tags=["fact-word-pieces"]
# Once a + n was merged, the bar of n + e got shorter, because some of its n's are part of an *an* now. Frequent pieces such as *an*, *ar* and *el* become one token, and rare words stay in several pieces, so nothing is ever left out. GPT-2 was made with 50,000 such merges. Together with 256 bytes and one mark for the end of a text,
# that's {256 + 50_000 + 1:,} tokens. Our names are short, so we stay with letters.
#
# ## What's the simplest thing that can write?
#
# If you had to guess the letter after an *m*, what would you say? Probably *a*, because you've seen many names with *ma*. So let's count. The table has a row for each letter and a column for each letter that
# comes after it. `zip(word, word[1:])` pairs each letter with its neighbour on the right: of *.an.* it makes (., a), (a, n) and (n, .). `argsort` lists the places from the smallest number to the largest, and `[::-1]` turns that list around.

# %%
counts = np.zeros((27, 27))
for name in training:
    word = f".{name}."
    for first, second in zip(word, word[1:]):
        counts[alphabet.index(first), alphabet.index(second)] += 1
m = alphabet.index("m")
{alphabet[k]: int(counts[m, k]) for k in counts[m].argsort()[::-1][:5]}

# %% [markdown] tags=["fact-bigram"]
# After an *m* there was an *a* {after_m[0]} times. Two letters in a row are called a *bigram*, so this is a bigram table. Dividing each row by its sum makes probabilities of it (`keepdims=True` keeps the 27 sums as a column, one beside each row), and then it can write: begin with a
# dot, draw the next letter with the probabilities of its row, go on from there, and stop at the next dot. `rng.choice(27, p=row)` draws a number below 27, each with its probability in `row`.
#
# **Predict first:** will you be able to pronounce the results?

# %%
rng = np.random.default_rng(3)
shares = counts / counts.sum(axis=1, keepdims=True)
for _ in range(6):
    name, letter = "", 0
    while len(name) < 11 and (letter := rng.choice(27, p=shares[letter])) != 0:
        name += alphabet[letter]
    print(name, end="  ")

# %% [markdown]
# You can see what's wrong: each letter fits the one in front of it, and nothing holds the whole name together. (`:=` keeps the letter that was drawn and compares it, in one go.)
#
# How wrong is it, in a number? You know the measure from lesson 4. The right next letter got some probability p, and we pay −log p, which is 0 for p = 1 and large for a small p. The loss is the mean over all letters. `log` is the natural
# logarithm, and the unit is called a *nat*.

# %%
ask("language.bigram-loss")

# %% [markdown] tags=["fact-loss-to-beat"]
# Somebody who knows nothing gives each of the 27 tokens the same probability and pays log 27 = {blind:.2f} nats a letter. (With GPT-2's {256 + 50_000 + 1:,} tokens it'd be {math.log(50_257):.2f} for each.) The bigram table pays **{pairs:.2f}** on the held-out names. Turned around, e to the power of {pairs:.2f} is {math.exp(pairs):.1f}: the table is as unsure as somebody who
# has to choose among {math.exp(pairs):.0f} equally likely letters.
#
# A loss counts only on held-out names, because a table could remember every training name and pay little there. (A pair that never occurred would have p = 0 and cost infinitely much, so we add 0.1 to every count.)
#
# The table looks at one letter. What if we count what comes after *two* letters, or after three?
#
# | the table looks at | counters | loss on training names | loss on held-out names |
# |---|---|---|---|
# | 1 letter | {27**2:,} | {seen_loss(1):.2f} | {pairs:.2f} |
# | 2 letters | {27**3:,} | {seen_loss(2):.2f} | {triples:.2f} |
# | 3 letters | {27**4:,} | {seen_loss(3):.2f} | {new_loss(3):.2f} |
# | 4 letters | {27**5:,} | {seen_loss(4):.2f} | {new_loss(4):.2f} |
#
# On the training names it gets better and better. On the held-out names it gets worse again with four letters: {letters:,} letters are spread over {27**5:,} counters, and at about one place in five of the new names, the four letters in front occurred once or never in training. Then the 0.1 in each counter has most of the say. The best of the four pays {new_loss(3):.2f}. Remember it, that's the loss to beat for now.
#
# ## Can one letter learn from another?
#
# For the table, *a* and *e* are as different as *a* and *x*: what it has learned after *ma* doesn't help it after *me*. A network can do better if it has a few numbers for each letter, and if letters that behave alike get similar numbers. So give each of the 27 letters a list of
# 16 numbers, random at first. The lists are parameters, and training moves them as it moves any weight.
#
# {term embedding}

# %% tags=["fact-embedding"]
table = nn.Embedding(27, 16, rng=np.random.default_rng(0))
ids = np.array([alphabet.index(letter) for letter in ".ann"])
print(ids, "→", table(Tensor(ids)).shape)
print((table(Tensor(ids)).data[2] == table(Tensor(ids)).data[3]).all())

# %% [markdown]
# Four letters became four lists. Both n's got the same list, because both were looked up in the same row.
#
# Now let a network look at the last three letters. It lays their three lists side by side, 48 numbers, and the rest you know: a hidden layer of 128 units with ReLU, 27 scores, softmax, and cross-entropy with the right next letter as the class. We say that it has a **window** of three letters.

# %%
ask("language.window-forgets")

# %% [markdown] tags=["fact-window"]
# Here's what windows of several lengths reach on the held-out names, each trained five times for {STEPS:,} steps from other starts (the mean, and in brackets the lowest and the highest of the five):
#
# | window | 1 letter | 2 letters | 3 letters | 5 letters | 8 letters |
# |---|---|---|---|---|---|
# | held-out loss | {window(1)} | {window(2)} | {window(3)} | {window(5)} | {window(8)} |
#
# With three letters the network pays {new_loss(3) - mean_of("window 3"):.2f} less than our table that looks at three letters. Part of that may be that its lists share what they learn. Part of it is the fault of our table, where 0.1 in each counter is a crude repair. A table can also fall back: where it has seen little after three letters, it mixes in what came after two, and so on. With the best mix we tried it pays {fallback(3):.2f} with three letters and {fallback(4):.2f} with four, and the second is less than any network of this lesson pays. (We picked the mix on these held-out names, which flatters the table a little. With another mix it pays {fallback(3, 3):.2f} and {fallback(4, 3):.2f}.) On so few names, careful counting is hard to beat. But a table learns only from beginnings that come again letter for letter, and the longer they are, the rarer that is.
#
# Among the networks, the window of five letters is the best one in this lesson. Names are short, and at most places five letters reach back to the beginning. The window of eight has more weights and gained nothing from them. But a page has thousands of letters. For a window of 1,000 letters the first layer alone would have 1,000 · 16 · 128 =
# {1000 * 16 * 128:,} weights. And each place has weights of its own: what the first layer learns about the second place says nothing about the third. You've met this trouble in lesson 3, where a dense layer had to learn the same stroke at every place anew.
#
# A recurrent layer has the same weights at every step, but it must carry everything that it has read in one list of fixed length, and it reads one step after the other. So what we'd like is a layer that works for any length, with the same weights for every place, and that looks back to where it needs to.

# %% [markdown]
# {pause}

# %% [markdown]
# ## Which word does "it" stand for?
#
# Take a sentence instead of a name for a moment: *the cat left the milk because it was sour.* You know at once that *it* is the milk. If it was *tired*, it'd be the cat. So a word has to look at other words, and how much it looks at each depends on what both of them are.
#
# Here's a way to do that with numbers. Every word gets a list that says what it can be found by, called its **key**. For our example the key has two numbers that we make up: how much of a living thing the word is, and how much of a food. *cat* has the key (2, 0), *milk* has (0, 2), and *left* has (0.5, 0), because what leaves is mostly alive. The word that looks has a
# **query**, a list that says what it's looking for. Take the sentence with *tired*: there *it* looks for a living thing, so let its query be (3, 0).
#
# 1. **Compare.** Multiply query and key entry by entry and add up, as a neuron does. For *cat* it's 3 · 2 + 0 · 0 = {cat_product}, and for *milk* it's 3 · 0 + 0 · 2 = 0.
# 2. **Scale.** Divide by the square root of the length of the lists, here √2. So *cat* has the score {cat_product}/√2 = {cat_score:.2f}.
# 3. **Share.** Softmax makes shares of the scores. They're positive and add up to 1.
# 4. **Mix.** Every word also has a **value**, a list that it hands over. Multiply each value by its share and add up. In our example the values are the same two numbers as the keys.

# %%
keys = np.array([[2, 0], [0.5, 0], [0, 2]])  # cat, left, milk
query = np.array([3, 0])
scores = keys @ query / np.sqrt(2)
powers = np.exp(scores - scores.max())
shares = powers / powers.sum()
print(scores.round(2), shares.round(2), (shares @ keys).round(2))

# %% [markdown]
# The mix is nearly the value of *cat*. That's the whole of **attention**: a weighted mean whose weights come from comparing.
#
# {term attention}

# %%
ask("language.score")

# %% [markdown]
# Now with the seven words up to *it*, and you set the query. The sliders begin with one that finds the cat.

# %% tags=["fact-support-attention-peek"]
ask("language.query")

# %% [markdown] tags=["fact-attention", "fact-root-d"]
# In a trained model nobody makes up queries, keys and values. There are three tables of weights, $W_Q$, $W_K$ and $W_V$, which training finds, and for every word its list x becomes the query $xW_Q$, the key $xW_K$ and the value $xW_V$. These tables are the same for all places, so a longer text needs no more weights.
#
# (In our example you knew how the sentence ends. A model that reads from the left doesn't: the list of *it* is the same before *sour* and before *tired*, and so is its query. There the later word has to do the looking: *sour* asks for a food.)
#
# Why divide by √d, where d is the length of a query (and of a key)? A product of random entries is sometimes above and sometimes below 0, and the more of them you add, the further their sum strays: the spread grows like √d. Without the division, long lists would give scores far apart, and softmax would give nearly everything to one word from the start.

# %%
rng = np.random.default_rng(0)
for d in (1, 4, 16, 64):
    products = (rng.normal(size=(10_000, d)) * rng.normal(size=(10_000, d))).sum(axis=1)
    print(f"d = {d:2}: spread {products.std():.1f}, divided by √d {products.std() / np.sqrt(d):.1f}")

# %% [markdown] tags=["fact-attention-formula"]
# All words can look at the same time. Put their queries into a table Q, one in each row, the keys into K and the values into V. Then `Q @ K.T` has all the products: row i, column j is the query of word i with the key of word j. Here are two words with two numbers each.

# %%
Q = np.array([[1, 0], [0, 2]])
K = np.array([[1, 1], [0, 3]])
Q @ K.T

# %% [markdown]
# The first query, (1, 0), gives 1 with the first key and 0 with the second, and that's the first row. Softmax of each row, and then `@ V`, does the rest for all words. In one line, with $K^T$ for the transpose of K:
#
# $$\text{attention}(Q, K, V) = \text{softmax}\left(\frac{QK^T}{\sqrt d}\right) V$$
#
# For n words that's n · n products, so a text twice as long needs four times as many. That's the price of letting every word look at every other.
#
# ## What if a letter could look ahead?
#
# Back to names. A name of five letters holds six questions at once: what comes after the dot, what after *.a*, what after *.an*, and so on. Training asks all of them in one go, which is one reason why attention trains fast: a recurrent layer has to go through the letters one after the other.
#
# So a whole name, such as *.anna*, goes in as one row, and attention lets every place look at every other. Suppose we train a network with attention like this, and tell it at which place each letter stands.

# %%
ask("language.mask-off")

# %% [markdown] tags=["fact-mask-off"]
# After 200 steps the loss is down to {after_200:.4f}. The number is right, and it's worth nothing: the answer stood in the same row, and the network has learned to copy the next letter from the next place. When it should *write*, there's no next place to copy from, and it has learned nothing else.
#
# So no place may look at a later one. We write down who may look at whom: row i, column j is True where place i may look at place j. `np.tril` keeps what's on the diagonal and below it. Such a table is called a **causal mask**. `np.where(mask, scores, -np.inf)` takes the score where the mask is True, and minus infinity elsewhere.

# %% tags=["fact-mask"]
mask = np.tril(np.ones((3, 3), dtype=bool))
print(mask)
scores = np.array([[1.0, 5.0, 2.0], [0.0, 0.0, 9.0], [1.0, 1.0, 1.0]])
scores = np.where(mask, scores, -np.inf)
functional.softmax(Tensor(scores), dim=1).data.round(2)

# %% [markdown]
# e to the power of minus infinity is 0, so a forbidden place gets the share 0, and the others still add up to 1. The first letter can only look at itself. With the mask, the loss of the same training goes to {masked_end:.2f} on training names, and that one is earned. (The held-out names come later.)
#
# ## Does attention know the order?
#
# There's one thing left to check.

# %%
ask("language.order-lost")

# %% [markdown]
# See for yourself. Here's attention with random weights on the lists of letters, and nothing that says where a letter stands. (`MultiheadAttention` is the engine's attention layer; 8 is the length of a list and 1 the number of heads, which come soon. It's called with queries, keys and values, and all three are made from the same lists here. `is_causal` puts the mask in, and `[0]` takes the mixed lists from what comes back. We print the first four of the eight numbers at the last place.)

# %%
rng = np.random.default_rng(0)
letter, place = nn.Embedding(27, 8, rng=rng), nn.Embedding(12, 8, rng=rng)
attend = nn.MultiheadAttention(8, 1, batch_first=True, rng=rng)
for add_places in (False, True):
    for word in (".mar", ".amr"):
        x = letter(Tensor(np.array([[alphabet.index(each) for each in word]])))
        if add_places:
            x = x + place(Tensor(np.arange(4)))
        print(word, attend(x, x, x, is_causal=True)[0].data[0, -1, :4].round(3))

# %% [markdown] tags=["fact-positions"]
# Without places, the last letter of *mar* and of *amr* gets the same list. In the last two lines we've added a second embedding, with one list for each **position**, and now the two differ. So the list of a letter plus the list of its place is what goes in. The price: this table has 12 rows, so our writer reads at most 12 places. (Several layers with a mask can find out something about the order without positions, because earlier places see fewer letters. A single one knows only which letter is the last.)

# %% [markdown]
# {pause}

# %% [markdown]
# ## What else does it take?
#
# Attention only mixes lists. Something has to work on what was mixed, and you have everything you need for that:
#
# - **Several heads.** One attention has one set of shares. Four narrower ones side by side, called heads, can look at four different things. In our writer each letter will have 32 numbers, and each head makes queries, keys and values of 8 numbers from all 32. Side by side their mixes are 32 numbers again, and one more table of weights, $W_O$, mixes these.
# - **A feedforward network**, two layers with a bend between them, the same for every place (lesson 3).
# - **Residual connections** around both, so that the gradient gets through (lesson 4): what comes out is *added* to what went in.
# - **Normalisation** in front of both, so that each part gets numbers of the usual size, however large the lists have grown (lesson 4).
#
# Together they make a **transformer block**. In which order?

# %%
ask("language.block-order")

# %% tags=["fact-block"]
show("language.block")

# %% [markdown]
# Lists go in, one for each place, and as many lists of the same length come out, so blocks can be stacked: GPT-2 small has 12 of them. We take one. Here's the whole writer, from the numbers of the letters to 27 scores for each place:

# %%
inputs, targets = name_table(training)
rng = np.random.default_rng(0)
letter, place = nn.Embedding(27, 32, rng=rng), nn.Embedding(12, 32, rng=rng)
block, to_scores = nn.TransformerBlock(32, 4, rng=rng), nn.Linear(32, 27, rng=rng)

x = letter(Tensor(inputs[:64])) + place(Tensor(np.arange(12)))
scores = to_scores(block(x, is_causal=True))
print(inputs[0], targets[0])
print(scores.shape, sum(p.data.size for part in (letter, place, block, to_scores) for p in part.parameters()))
print(nn.CrossEntropyLoss()(scores.reshape(-1, 27), Tensor(targets[:64].ravel())).item())  # untrained

# %% [markdown] tags=["fact-next-token"]
# `inputs` holds a row of 12 numbers for each name and `targets` the letter that comes next at each place; −100 says that the name is over and there's nothing to guess. (The 0s behind the name only fill the row up.) The 12 lists of the places are added to those of each of the 64 names. The writer makes 64 · 12 lists of 27 scores of them, and the loss is the cross-entropy of the right next letter, averaged over all places with something to guess. For that, `reshape` and `ravel` lay all places one behind the other (−1 means: as many rows as it takes). `is_causal` is the mask. The `sum` goes part by part and, in each part, parameter by parameter: {parameters:,} numbers in all.
#
# The {untrained(1):.2f} is more than the {blind:.2f} of somebody who knows nothing. The lists start large, so the scores differ from letter to letter, at random. What one letter gains in probability, others lose, and −log p rises more with a loss than it falls with an equal gain. So it was no bad luck: twenty starts pay {min(untrained_starts):.2f} to {max(untrained_starts):.2f}. With embeddings that start at a tenth of their size, the same writer pays {untrained(0.1):.2f}.
#
# The bend between the two layers of the feedforward network is GELU, which looks much like SiLU. Do you still know that family?

# %%
ask("nonlinearity.below-zero", again="language")

# %% [markdown] tags=["fact-gate"]
# GPT-2 takes GELU. Llama and many others take SiLU with a **gate**: two layers look at the same list side by side, one goes through SiLU and says how much of each number passes, the other is what passes, and the two are multiplied entry by entry. A third layer brings the result back to the old length:
#
# $$h = \text{SiLU}(xW_1) \odot xW_2 \qquad y = hW_3$$
#
# ($\odot$ means entry by entry.) At a sum of −4, SiLU lets {gate(-4):.2f} through, so the gate is nearly shut. At 0 it's shut, and at 2 it passes on {gate(2):.2f} times what comes. Three tables cost more than two, so one makes them narrower: 85 gated units have {3 * 32 * 85:,} weights, 128 plain ones have {2 * 32 * 128:,}. In the same way Llama 2 7B has 11,008 units there, where four times its width would be {4 * 4096:,}.
#
# ## What does it write?
#
# Now train it: AdamW with a rate that falls from 0.006 to 0 in a straight line, 64 names in every step, {STEPS:,} steps. (Its embeddings start at a tenth of their size, which helps here.) The names on the right are written while it trains. At the end most of them are new, and about one in eight stands in its training list.
#
# **Predict first:** after how many steps will it beat the table that looks at one letter? And those that look at two and at three?

# %% tags=["fact-signature-name-writer"]
NameWriter()

# %% [markdown] tags=["fact-training-live"]
# First it learns how often each letter occurs, then which letters go together, and after some hundred steps most of the names can be pronounced. All it ever did was to lower one number.
#
# Over five seeds it ends at **{mean_of("the whole writer"):.2f}** nats a letter on held-out names, from {min(losses("the whole writer")):.3f} to {max(losses("the whole writer")):.3f}. That's {new_loss(3) - mean_of("the whole writer"):.2f} below the best of our first four tables. But the table that falls back had {fallback(4):.2f}, and the window of five letters {mean_of("window 5"):.2f}. On these names, our writer is no better than a window of three, and a little worse than one of five. Attention can look back over a long text with the same weights, but names don't need that. (Only the table of positions grows: it has 12 rows here and 1,024 in GPT-2.)
#
# And if you let it train on? Here are five seeds again, four times as long (the rate falls more slowly, too).

# %%
show("language.too_long")

# %% [markdown] tags=["fact-overfits"]
# The loss on training names goes on falling, to {long_seen:.2f}. On held-out names it's lowest after {min(best_steps):,} to {max(best_steps):,} steps, depending on the seed, and then it climbs again: the mean of the five falls to {long_best:.2f} and ends at {long_end:.2f}. It's the overfitting of lesson 5, in a mild form: what the writer still learns about its training names is of no use for others. And the mean of the long training nowhere comes down to the {mean_of("the whole writer"):.2f} of the short one. (One seed touches {long_lowest:.3f}, where the short ones end between {min(losses("the whole writer")):.3f} and {max(losses("the whole writer")):.3f}.) That isn't overfitting alone: after 1,000 steps, when the short one ends, the long one is at {long_at(1000):.2f}, because its rate is still at three quarters.
#
# One more look, at the lists of the letters. 32 numbers can't be drawn, so the picture presses them flat, seen from the side on which they spread most.
#
# **Predict first:** will the vowels lie together?

# %% tags=["fact-support-letter-map"]
LetterMap()

# %% [markdown] tags=["fact-letter-map"]
# Before training the lists are random, and the vowels lie anywhere. After it, the vowels lie on one side and the consonants on the other. (Each picture fills the page. In fact the lists have moved apart: two vowels, y among them, from {apart("start", vowels):.2f} to {apart("letter.weight", vowels):.2f} on average, and a vowel and a consonant from {apart("start", consonants):.2f} to {apart("letter.weight", consonants):.2f}.) Nobody told it which letters are vowels. All it had to go by is which letters come before and after which. (After training the flat picture shows only {map_share:.0%} of the spread, so letters that look close may be apart in other directions.)

# %% [markdown]
# {pause}

# %% [markdown]
# ## What does each letter look at?
#
# Here's a writer of seed 0, kept after its {STEPS:,} steps. Type a name, yours for instance. Each row is a letter that looks, and each column one that's looked at. Go through the four heads. Does one of them look at the letter before, or at the beginning?

# %% tags=["fact-signature-look-inside"]
LookInside()

# %% [markdown]
# The triangle above the diagonal is empty: that's the mask. In every head some letters spread their attention, and others give most of it to one letter. In *katherine*, head 4 gives {looks_before[3]:.2f} to the letter before, on average, and no other head more than {max(looks_before[:3]):.2f}. To the dot at the beginning, no head gives more than {max(looks_at_dot):.2f} on average (the dot's own row left out), but single letters do: in head 1, the k gives it {at_dot(1):.2f} and the t {at_dot(3):.2f}.

# %%
ask("language.attention-explains")

# %% [markdown] tags=["fact-no-explanation"]
# It's tempting to read a reason into such a picture. But a share tells you with which weight a value was mixed in at this place. It doesn't tell you why the writer chose its letter: the values are lists that we can't read, the feedforward network comes after, and the residual connection carries a letter's own list past the attention.
#
# ## How bold should it be?
#
# The writer gives probabilities, and somebody has to draw. You know the **temperature** from lesson 3: scores are divided by it before softmax. A second knob is **top-k**: only the k likeliest letters may be drawn, and the others get 0.

# %% tags=["fact-sampling"]
ask("language.sampling")

# %% [markdown]
# At a low temperature the names are safe and soon the same. At a high one they're wild, and a small k keeps the worst letters out. There's no right setting. It depends on whether you want surprise or safety.
#
# ## What is each part worth?
#
# We've put in heads, positions and residual connections because each seemed to be needed. Was it? The way to find out is to take one part out, train again, and see what's lost. That's called an **ablation**. We've done it for three parts with five seeds each. Fill in your guesses before you look.

# %% tags=["fact-ablations"]
Ablations()

# %%
ask("language.ablation")

# %% [markdown] tags=["fact-ablation-results"]
# Did you expect more? Without positions the loss rises from {mean_of("the whole writer"):.2f} to {mean_of("no positions"):.2f}, without residual connections to {mean_of("no residual"):.2f}, and with one head it's {mean_of("one head"):.2f}. For comparison, the step from the table that looks at one letter to the writer was worth {pairs - mean_of("the whole writer"):.2f}. Without positions, the writer still sees *which* letters came before, and which of them is the last. A window of one letter, which sees only the last, pays {mean_of("window 1"):.2f}. So this writer gains a lot from which letters came before, and only {mean_of("no positions") - mean_of("the whole writer"):.2f} from their order. Another network may gain more or less from it. The window of five letters has the order too, and pays {mean_of("window 5"):.2f}; how much of that is the order, we haven't tried.
#
# So what a part is worth *here* isn't what it's worth everywhere. This network has one block and its texts have 11 letters at most. Stacks of dozens of blocks are hard to train without residual connections. In lesson 4, twenty layers with too small a start learned nothing until they got residual connections or a normalisation. An ablation answers for the network and the data it was made with.
#
# ## How far is it from here to a large language model?

# %% [markdown] tags=["fact-language-model", "fact-support-table"]
# | part | your digit reader | your writer | a large language model | where you met it |
# |---|---|---|---|---|
# | input | 64 squares | 27 letters | tokens, about 50,000 word pieces in GPT-2 | this lesson |
# | first step | the numbers as they are | a list for each letter and place | a list for each token; for places, more lists (GPT-2) or turned queries and keys (Llama) | this lesson |
# | layers | weigh, sum, bend | the same, with attention in front | the same, many blocks | [lesson 3](03_layers.ipynb), this lesson |
# | bend | ReLU | GELU | GELU, or SiLU with a gate | [lesson 2](02_nonlinearity.ipynb) |
# | output | softmax over ten digits | softmax over 27 letters | softmax over all tokens | [lesson 3](03_layers.ipynb) |
# | loss | cross-entropy | the same, for the next letter | the same, for the next token | [lesson 4](04_backprop.ipynb) |
# | gradients | one sweep backwards | the same, through attention too | the same | [lesson 4](04_backprop.ipynb) |
# | keeping it trainable | good starts | residual connections, normalisation | the same | [lesson 4](04_backprop.ipynb) |
# | update | SGD, Adam | AdamW, a falling rate | AdamW, warmup and a falling rate | [lesson 5](05_optimizers.ipynb) |
# | parameters | {64 * 16 + 16 + 16 * 10 + 10:,} | {parameters:,} | {gpt2:,} in GPT-2 small, thousands of times that in the largest models of today | [lesson 6](06_scale.ipynb) |

# %%
ask("language.what-is-new")

# %% [markdown] tags=["fact-what-is-different", "fact-after-training"]
# In the table, the row of the gradients deserves a second look. Attention multiplies two things that both come from weights, queries and keys. For your scalar engine of lesson 4 that's nothing new: a product hands each factor the gradient times the other factor, and softmax has the slopes you know.
#
# So what's different? GPT-2 small has the same kinds of parts, 12 blocks instead of one, and {gpt2 / parameters:,.0f} times as many parameters. It has read millions of web pages and not {training:,} names. And names aren't language: a name has no meaning that a model could get wrong, so ours tells you nothing about facts, arguments or translations. Most of the models that you talk to have been trained further, too, and some are rounded:
#
# <details style="margin-bottom: 1em"><summary><b>Fine-tuning</b></summary>
#
# After the first training, the same loop runs on with chosen examples, such as questions with good answers. The weights are good already and need to move only a little, so this takes far less data and time. ([Howard and Ruder 2018](https://arxiv.org/abs/1801.06146))
#
# </details>
#
# <details style="margin-bottom: 1em"><summary><b>RLHF, reinforcement learning from human feedback</b></summary>
#
# People compare two answers of the model and say which is better. A second network learns to predict their choice. Then the weights are moved so that the model gives answers which that network rates higher. ([Ouyang and others 2022](https://arxiv.org/abs/2203.02155))
#
# </details>
#
# <details style="margin-bottom: 1em"><summary><b>Quantisation</b></summary>
#
# The trained weights are rounded to fewer bits, so that the model needs less memory. With 4 bits a weight can have 16 values, and groups of weights share a scale. Lesson 6 counts what that saves. ([Frantar and others 2022](https://arxiv.org/abs/2210.17323))
#
# </details>
#
# And before all training, somebody has to cut the text:
#
# <details style="margin-bottom: 1em"><summary><b>Word pieces</b></summary>
#
# Byte-pair encoding was invented to compress data and came to language models by way of translation. The merges are found once, before training, and then never change. Each piece goes in as one number, so a model doesn't see the letters inside it, which is one reason why spelling is hard for it. ([Sennrich and others 2015](https://arxiv.org/abs/1508.07909))
#
# </details>
#
# ## What's left when you close your eyes?

# %%
ask("language.recall")

# %% [markdown]
# And the question from the beginning. This time it counts.

# %%
ask("language.pre-model")

# %% [markdown]
# ## Build it yourself
#
# When you opened this page, a language model was something that others have. Now you've seen one made from 27 letters, and you know what each of its parts does. In the [exercises](../exercises/07_language.ipynb) you write the parts: merging, attention, its mask, the drawing. Your own code then looks inside names and writes them, and at the end you train a writer yourself.
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
