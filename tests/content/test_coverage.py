"""Coverage: every fact that the course promises to teach, and the tag of the cell that teaches it.

The table is the specification: per lesson, tag → fact. A cell of the lesson carries the tag as `fact-…`. To
teach something new, add its line here and its tag to the header of the cell: `# %% [markdown] tags=["fact-…"]`.
"""

from __future__ import annotations

import pytest

from coursekit.content import chapter, chapters
from coursekit.content.percent import read_cells

TAUGHT = {
    "neuron": {
        "evidence": "inputs as votes, for and against",
        "support-paint": "support: paint the weights of a neuron by hand",
        "signature-paint": "signature: paint a neuron that tells 0 from 1",
        "what-training-found": "training finds such weights without looking, a little at a time",
        "weight-and-bias": "a weight: how much and in which direction; the bias shifts the sum whatever comes in",
        "bias-alone": "the bias lets a neuron answer even when all inputs are zero",
        "support-votes": "support: draw a digit and watch its 64 votes add up",
        "odd-even": "it always answers, and some questions are too hard for one painting",
        "odd-even-number": "odd or even: how far the best single neuron gets, with its spread",
        "chain-of-steps": "a network is many small arithmetic steps, side by side and one after the other, and no brain",
        "bends-a-line": "stacked steps bend a straight line into other shapes",
        "biology-box": "dendrites, cell body, axon, threshold: what the metaphor lends and where it stops",
        "straight-line": "the straight-line model price = w · size + b, fitted by hand",
        "relations-bend": "most relations bend, and without a bend a neuron is only a ruler",
        "relu-name": "ReLU is the rectified linear unit",
        "weigh-sum-bend": "a neuron weighs, sums and bends",
        "neuron-formula": "z = w₁x₁ + w₂x₂ + … + b and y = φ(z)",
        "output-next": "the next step works on something that is no longer straight",
        "parameters": "weights and biases are the parameters",
        "what-it-knows": "what a network knows is in its parameters together with its structure",
        "evidence-limit": "votes are real numbers, may be negative, and nobody names the features",
        "boundary": "where z = 0 a neuron changes its mind",
        "boundary-turns": "the bias slides the boundary; weights and bias together place it",
        "weight-needs-scale": "the size of a weight says something only when inputs share a scale",
        "bent-not-linear": "a single neuron with a bend is not linear",
        "straight-boundary": "its boundary is a straight line, for every bend that never goes down again",
        "xor-three-of-four": "on XOR it gets at most 3 of 4 right, with the proof in two lines",
        "xor-search": "the best of 200,000 random neurons gets 3 of 4",
        "signature-xor-meter": "signature: beat the XOR meter, after committing to a guess",
        "support-house-price": "support: the house price by hand, then bent",
        "support-stepper": "support: weigh, sum, bend with numbers on the wires",
        "support-units": "support: hours or minutes",
    },
    "nonlinearity": {
        "one-affine-layer": "without a bend a stack of layers equals one layer, biases included",
        "ten-against-one": "ten layers against one agree at rounding level",
        "narrow-middle": "with a narrow middle the stack can do less than one layer",
        "linear-training": "training a deep linear stack differs, what it can reach does not",
        "no-gain-full-cost": "no more can be expressed, at the full cost in parameters and time",
        "family": "ReLU, Leaky ReLU, GELU, SiLU, sigmoid, tanh: formula, range, slope, where used",
        "gelu-silu-minimum": "GELU and SiLU have a minimum below zero; neither is monotone",
        "which-where": "ReLU in small nets, GELU and SiLU in language models, sigmoid or softmax at the output",
        "one-kink": "one ReLU is one kink",
        "n-kinks": "n hidden ReLU units on one input give at most n kinks and n + 1 pieces",
        "universal": "one hidden layer, its bend no polynomial, comes as close as wanted in a bounded region",
        "universal-silent": "the theorem says nothing of data, depth, how many units, or what training finds",
        "no-gain": "eight neurons without a bend read odd or even no better than one",
        "off-switch": "with the bend off, hinges of any number are one straight line",
        "bends-of-bends": "a second layer bends what is bent: one neuron there makes several kinks",
        "gelu-xor": "a bend that goes down and up lets one neuron solve XOR",
        "odd-even-bent": "one bent layer of 8 units reads odd or even better, told with its noise",
        "signature-hinge-chase": "signature: hinges chase a drawn curve, with an off switch and a second layer",
        "support-odd-or-even": "support: read a drawn digit as odd or even, with and without the bend",
        "support-inspector": "support: the activation inspector",
    },
    "layers": {
        "layer": "a layer is many neurons on the same inputs; its output is a list",
        "input-hidden-output": "input, hidden and output layer; hidden means not part of the data",
        "deep": "deep means many hidden layers",
        "matrix-product": "a layer is one matrix product: rows are examples, W has the shape (in, out)",
        "two-lines": "h = relu(x @ W1 + b1), y = h @ W2 + b2",
        "output-activation": "the output's activation depends on the task",
        "transpose": "books that write Wx use the transpose",
        "count": "m inputs into n units: m · n weights and n biases",
        "count-2432": "2-4-3-2 has 35 parameters",
        "count-3331": "3-3-3-1 has 21 weights and 7 biases",
        "cuts": "the first layer cuts straight, the second cuts an already bent sheet",
        "folds-compose": "folds compose until tangled classes come apart",
        "pieces": "k folds of two units give 2 to the k pieces",
        "pieces-one-layer": "32 pieces from 10 units, at most 11 from one hidden layer of 10",
        "depth-saves": "depth saves many units for some functions, not for all",
        "generalisation": "better generalisation of deep networks is an observation, not a theorem",
        "hierarchy": "the feature hierarchy, in image and in language models",
        "hierarchy-caveat": "early image layers resemble edge filters, the rest varies; exact numbers disagree",
        "approximator": "a trained network is a stack of folds that fits its data: a function approximator",
        "settled-and-open": "what is settled and what is open about concepts inside",
        "wirings": "dense, convolution, recurrent, attention: what each shares or carries",
        "wirings-counts": "their parameter counts on the same input",
        "wirings-run": "dense, convolution and recurrent layers run on the engine",
        "kernel": "one 3×3 kernel slid over the learner's own drawing, with its feature map",
        "feature-map": "the results of a kernel make a feature map",
        "same-everywhere": "a convolution finds the same feature everywhere, in a sound as well",
        "recurrent": "a recurrent layer reads row after row and carries a state",
        "ten-neurons-read": "ten neurons read digits about as well as 64-16-10, with the spread over 20 splits",
        "recursion": "layer after layer, h⁽ˡ⁾ from h⁽ˡ⁻¹⁾",
        "nobody-programmed": "nobody programs what a hidden unit looks for",
        "reuse": "what a layer finds is used by every neuron of the next",
        "fold-composition": "the second fold reads 2h₁ − 4h₂ in both its units",
        "chain-of-weighers": "the chain of weighers: each row passes its result forward",
        "signature-origami": "signature: origami",
        "signature-paper-strip": "signature, beside it: the paper strip",
        "support-shape-tracer": "support: the shape tracer",
        "support-depth-width": "support: depth against width over 20 seeds",
        "softmax": "softmax: formula and range; it looks at all scores at once",
        "softmax-shift": "softmax ignores a common shift",
        "softmax-maximum": "softmax is computed with the maximum subtracted",
        "support-softmax-mixer": "support: the softmax mixer",
        "support-wirings": "support: the wirings compared",
    },
    "backprop": {
        "loop": "forward, loss, backward, update",
        "random-start": "a random start, poor guesses, and again",
        "only-the-gradient": "backpropagation computes the gradient; the optimizer uses it",
        "squared-error": "mean squared error",
        "cross-entropy": "cross-entropy: summed over the classes, for one-hot targets, and with two classes",
        "from-logits": "cross-entropy is computed from the logits",
        "chain-rule": "slopes multiply along a chain",
        "one-sweep": "one sweep back finds all of them",
        "no-jacobians": "programs carry vectors back and never build the Jacobians",
        "softmax-slope": "the slope of softmax: s(1 − s) for its own score, −s·s′ for another",
        "no-blame": "the gradient is a local sensitivity, not blame; it can be zero where a weight matters",
        "three-forwards": "backward costs about two forwards, a training step about three",
        "nudging-costs": "finite differences cost forwards for each parameter",
        "used-twice": "a node used twice adds its gradients; recursion without an order ends at 7, not 5",
        "accumulates": "calling backward twice accumulates; hence zeroing",
        "autograd": "frameworks record and differentiate; doing it once by hand is how one debugs",
        "history": "the sweep is older than 1986; data, ReLU, better starts mattered beside GPUs",
        "factor-per-layer": "the factor for each layer is weights times derivative",
        "vanishing-exploding": "20 ReLU layers: what arrives at layer 1 for four starts",
        "slopes-of-bends": "sigmoid's slope is at most 1/4, that of tanh reaches 1; ReLU alone is no cure",
        "weights-hide-it": "the gradients of outputs and of weights: what each tells and doesn't",
        "hand-pass": "a whole backward pass of a 2-2-1 network by hand",
        "chain-for-w1": "the gradient of the first layer's weights as a chain of three factors",
        "value": "a number that remembers its parents and slopes finds its own gradient",
        "xor-learned": "single numbers with gradients learn XOR; what training finds is another question",
        "engine-is-the-same": "the course's engine is the same on arrays",
        "log-probability": "multiplying probabilities is adding logarithms",
        "p-minus-y": "softmax with cross-entropy: p − y, derived",
        "reader-trained": "the digit reader is trained, from nine starts",
        "deep-trained": "the 20-layer network is trained under each start and remedy",
        "xavier-he": "Xavier and He initialisation",
        "remedies": "residual connections, batch and layer normalisation, clipping: what each does",
        "off-or-dead": "off for one input is not dead; dead is off for every input",
        "dead-remedies": "Leaky ReLU as a remedy, and GELU near its corner",
        "support-dead-or-off": "support: dead or merely off",
        "dead-no-gradient": "a unit that is off on all data gets no gradient of its own",
        "dead-stays": "in the first layer it stays dead under plain gradient descent",
        "dead-comes-back": "deeper it can come back when earlier layers move its inputs",
        "active-share": "watch the share of inputs for which a unit is on",
        "signature-walk": "signature: walk it backwards",
        "support-thermometer": "support: the gradient thermometer",
        "support-dead-units": "support: the dead unit that comes back and the one that cannot",
        "support-nudge-race": "support: finite differences against one sweep, timed",
        "support-hand-pass": "support: every number of a backward pass, typed",
        "support-xor-by-values": "support: XOR learned number by number",
        "support-reader-training": "support: the digit reader in training",
    },
    "optimizers": {
        "step": "w ← w − η ∂L/∂w",
        "support-valley": "support: a walk down a valley, learning rate and momentum as sliders",
        "too-large-too-small": "too large diverges, too small crawls",
        "limit": "for curvature 25 the limit is 0.08: 0.079 survives, 0.081 explodes",
        "valley": "with curvatures 1 and 25 the steep direction sets the limit; 2/c holds for plain descent",
        "momentum": "momentum keeps moving the way it has moved",
        "momentum-ten": "with 0.9 it comes to ten times the plain step under a constant gradient",
        "nesterov": "Nesterov's variant",
        "mini-batch": "mini-batch SGD: cheap, noisy steps",
        "landscape": "local minimum, saddle, sharp and flat, drawn",
        "noise": "noise can leave saddles and some sharp minima, with no guarantee",
        "good-not-best": "20 starts end in 20 good, different networks, and none is known to be the best",
        "adam": "Adam with both corrections and ε outside the root",
        "adam-first-step": "its first step is about η whatever the gradient; 0.00316 without correction",
        "rmsprop": "RMSProp",
        "signature-ravine": "signature: the ravine race",
        "which-optimizer": "each optimizer has its window of rates; Adam still needs its η; momentum can be as good",
        "schedule": "a rate that changes on the way",
        "support-schedule": "support: the schedule drawer, with every setting named",
        "warmup-cosine": "warmup and cosine schedules",
        "overfitting": "overfitting: validation loss rises while training loss falls; underfitting",
        "over-confidence": "loss and accuracy part: over-confidence",
        "support-overfit-pair": "support: the pair of losses on 60 digits with four remedies",
        "remedies": "dropout, weight decay, more data, early stopping on the best weights",
        "dropout": "dropout divides by 1 − p and is off at inference",
        "adamw": "AdamW puts the decay outside the adaptive part; L2 and decay agree only for plain SGD",
        "signature-playground": "signature: the playground",
        "support-clinic": "support: the break-it clinic",
        "test-set": "nothing is tuned on the test set",
        "tested-once": "the test digits are read once, by the network that validation chose",
        "own-drawings": "ten drawings of the learner's against the test score",
        "data-gap": "a test score holds for more of the same data",
    },
    "scale": {
        "reader-bill": "the bill of the learner's own reader: parameters, bytes, FLOPs, dollars",
        "16-bits-round": "16 bits round a small step away, so a copy in 32 bits is kept",
        "true-count": "the first layer needs no input gradient: a true count beside the rule of 6",
        "training-dollars": "training in dollars from FLOPs, checked against the published hours of Llama 2",
        "reader-rounded": "the learner's own reader at 8 to 2 bits, one scale or many",
        "group-scales": "group scales cost bits; GPTQ makes up for the error of each rounded weight",
        "kv-cache": "keys and values take 524,288 bytes a token in Llama 2 7B",
        "same-gradient": "the average of the shares is the gradient of the whole batch",
        "sharding": "data-parallel copies the model, sharding cuts up its numbers: who holds what",
        "attention-scales": "why attention displaced recurrent layers, and transformers most vision models",
        "weights-4096": "4,096 → 4,096: 16,777,216 weights, biases apart, 33.55 MB at 16 bit",
        "billion": "a billion parameters at 16 bit: 2.00 GB or 1.86 GiB, before all that training adds",
        "adam-16-bytes": "Adam in mixed precision: about 16 bytes a parameter",
        "7b-training": "7B: 112 GB with Adam",
        "activations-extra": "activations come on top and grow with the batch",
        "7b-weights": "7B: 14 GB of weights at 16 bit",
        "7b-four-bits": "7B: 3.5 GB at 4 bit",
        "doubling": "doubling the width quadruples a layer only when both sides double",
        "flops-forward": "about 2 FLOPs for each weight and example forward",
        "flops-training": "6 for each weight and example in training",
        "roofline": "at a small batch the limit is moving weights, not multiplying",
        "roofline-measured": "measured on the reader's own machine",
        "why-gpus": "why GPUs: parallel, fast to read, programmable since 2007, matrix units since 2017",
        "budgets": "depth and width are paid in memory, latency and money on every request",
        "size-lists": "lists of what a size can do are unsourced; data, compute, later training count too",
        "ruler": "part of a jump is the ruler: .80 to .99 a step is .107 to .904 for ten",
        "language-model": "from a small net to a language model, row by row",
        "practice": "features, a loss, reading curves, an architecture: each row leads to its lesson",
        "published": "GPT-2 small and Llama 2 7B counted from their shapes",
        "signature-bill": "signature: the bill",
        "signature-time": "signature, then: predict and time the product",
        "support-ruler": "support: emergence or ruler",
        "support-table": "support: each row of the table leads to its lesson",
        "support-fit-finder": "support: the 7B and 70B fit finder",
        "support-parallel": "support: data-parallel training on the reader's own cores or a cluster",
    },
    "language": {
        "tokens": "text becomes numbers: tokens; here 26 letters and a dot",
        "word-pieces": "byte-pair encoding by hand; GPT-2's 50,257 tokens",
        "bigram": "a table of pairs, counted, can write",
        "loss-to-beat": "loss in nats a letter on held-out names: blind, pairs, triples, and where counting stops",
        "embedding": "an embedding: a learned list of numbers for each token",
        "window": "windows of letters: what they forget, what they cost, and that on names they do as well",
        "support-attention-peek": "support: attention with every product shown",
        "attention": "queries, keys and values come from learned tables, the same for all places",
        "root-d": "why scores are divided by √d, measured",
        "attention-formula": "softmax(QKᵀ/√d)V with a 2×2 example",
        "mask-off": "without a mask the loss is too good to be true",
        "mask": "the causal mask: minus infinity becomes a share of 0",
        "positions": "attention alone loses the order; a list for each position restores it",
        "block": "the block: heads, feedforward network, residual connections, normalisation",
        "next-token": "the output and the loss: cross-entropy of the next token at every place",
        "gate": "SiLU with a gate: one layer says how much passes, another what passes",
        "signature-name-writer": "signature: the name writer trains and writes live",
        "training-live": "what it learns first, and where five seeds end",
        "overfits": "trained four times as long it overfits, over five seeds",
        "support-letter-map": "support: the letters' lists before and after training",
        "letter-map": "vowels drift together, and what the flat map leaves out",
        "signature-look-inside": "signature: what each letter of a typed name looks at, head by head",
        "no-explanation": "a share of attention is no explanation",
        "sampling": "temperature and top-k",
        "ablations": "ablations, predicted first, over five seeds",
        "ablation-results": "what each part is worth here, and that it differs elsewhere",
        "language-model": "from a small net to a language model, row by row",
        "support-table": "support: each row of the table leads to its lesson",
        "what-is-different": "size, data, and that names are not language",
        "after-training": "fine-tuning, RLHF, quantisation and word pieces, with sources",
    },
}

each_lesson = pytest.mark.parametrize("slug", TAUGHT)


def tags_of(text):
    """The facts that the cells of a lesson say they teach, without their `fact-`."""
    tags = {tag for cell in read_cells(text) for tag in cell.tags}
    return {tag.removeprefix("fact-") for tag in tags if tag.startswith("fact-")}


def complaints(text, facts):
    """One sentence for each fact without a cell, and for each tag without a fact."""
    tags = tags_of(text)
    missing = [f"no cell teaches {fact!r} (fact-{tag})" for tag, fact in facts.items() if tag not in tags]
    return missing + [f"the tag fact-{tag} is not in the table" for tag in sorted(tags - facts.keys())]


@each_lesson
def test_every_fact_has_its_cell_and_every_tag_its_fact(slug):
    found = complaints(chapter(slug).text("lesson"), TAUGHT[slug])
    assert not found, "\n".join(["", *found])


@each_lesson
def test_facts_are_told_apart_by_their_words_too(slug):
    assert len(set(TAUGHT[slug].values())) == len(TAUGHT[slug])


def test_the_table_knows_every_lesson():
    assert list(TAUGHT) == [each.slug for each in chapters()]


def test_a_fact_without_a_cell_is_named():
    text = '# %% [markdown] tags=["fact-sum"]\n# Add them.\n'
    assert complaints(text, {"sum": "sums", "bend": "bends"}) == ["no cell teaches 'bends' (fact-bend)"]


def test_a_tag_without_a_fact_is_named():
    text = '# %% tags=["fact-sum", "other"]\n1 + 1\n'
    assert complaints(text, {}) == ["the tag fact-sum is not in the table"]
