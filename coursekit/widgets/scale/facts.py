"""Facts of lesson 6 that age or that somebody else measured: each with the places where it stands.

Everything the lesson says about a card, a price or a published model comes from here and is shown "as of" `AS_OF`.
Some were read in the original, others on pages that repeat it. Read the originals when you change the date.
"""

from __future__ import annotations

from typing import NamedTuple

AS_OF = "May 2026"
"""The month of the newest source; what has aged since is for the next reader to find."""


class Fact(NamedTuple):
    """A number, its unit, what it is, and the two places where it stands."""

    value: float
    unit: str
    what: str
    sources: tuple[str, str]


H100_PEAK = Fact(
    989e12, "FLOPs a second", "an H100 SXM's top speed at 16 bits, without the doubling for sparse weights",
    ("NVIDIA, H100 data sheet (1,979 with sparsity)", "https://glennklockwood.com/garden/processors/h100"),
)  # fmt: skip
H100_READ = Fact(
    3.35e12, "bytes a second", "what an H100 SXM reads from its memory",
    ("NVIDIA, H100 data sheet", "https://www.codesota.com/hardware/h100 (22 April 2026)"),
)  # fmt: skip
H100_MEMORY = Fact(
    80e9, "bytes", "memory of an H100",
    ("NVIDIA, H100 data sheet", "https://glennklockwood.com/garden/processors/h100"),
)  # fmt: skip
H200_MEMORY = Fact(
    141e9, "bytes", "memory of an H200",
    ("NVIDIA, H200 data sheet", "https://geektopia.es/es/technology/2023/11/13/noticias/nvidia-anuncia-la-aceleradora-h200-tiene-141-gb-de-hbm3e.html"),
)  # fmt: skip
RTX_4090_MEMORY = Fact(
    24e9, "bytes", "memory of a GeForce RTX 4090",
    ("NVIDIA, GeForce RTX 4090", "https://cputronic.com/gpu/compare/nvidia-geforce-rtx-4090-vs-nvidia-h200-nvl"),
)  # fmt: skip
H100_PRICE = Fact(
    3.0, "dollars an hour", "renting one H100 on demand; the lists run from about 2 to 7 dollars",
    ("https://www.mercatus-ai.com/blog/cloud-gpu-pricing (May 2026)", "https://www.codesota.com/hardware/h100 (22 April 2026)"),
)  # fmt: skip
A100_PEAK = Fact(
    312e12, "FLOPs a second", "an A100's top speed at 16 bits",
    ("NVIDIA, A100 data sheet", "https://pricegpu.pages.dev/blog/h100-vs-a100-cloud-price"),
)  # fmt: skip
LLAMA_TOKENS = Fact(
    2e12, "tokens", "text that Llama 2 was trained on",
    ("Touvron and others 2023, table 1 (arXiv 2307.09288)", "https://aiportalx.com/meta-ai/llama-2-7b"),
)  # fmt: skip
LLAMA_7B_HOURS = Fact(
    184_320, "hours of an A100", "training of Llama 2 7B",
    ("Touvron and others 2023, table 2 (arXiv 2307.09288)", "https://ai-papers.xuzou.cn/papers/llama2_2023"),
)  # fmt: skip
LLAMA_70B_HOURS = Fact(
    1_720_320, "hours of an A100", "training of Llama 2 70B",
    ("Touvron and others 2023, table 2 (arXiv 2307.09288)", "https://aiportalx.com/meta-ai/llama-2-70b"),
)  # fmt: skip
CHINCHILLA_TOKENS = Fact(
    1.4e12, "tokens", "text that Chinchilla, of 70 billion parameters, was trained on; Gopher, of 280 billion, read 0.3e12",
    ("Hoffmann and others 2022 (arXiv 2203.15556)", "https://labindex.ai/outputs/google/chinchilla"),
)  # fmt: skip
CUDA_YEAR = Fact(
    2007, "year", "NVIDIA's first release of CUDA, with which its graphics cards can be programmed for other work",
    ("NVIDIA, CUDA Toolkit 1.0, June 2007", "https://www.flyriver.com/l/cuda-10-2"),
)  # fmt: skip
TENSOR_CORE_YEAR = Fact(
    2017, "year", "the first NVIDIA card with units made for matrix products, the V100",
    ("https://developer.nvidia.com/programming-tensor-cores-cuda-9-0", "https://cvw.cac.cornell.edu/gpu-architecture/gpu-example-tesla-v100/tensor_cores"),
)  # fmt: skip

USED = 0.4
"""Part of a card's top speed that a well-run training reaches: Llama 2's hours come to this, see lesson 6."""


class Shape(NamedTuple):
    """A published language model, as far as its bill needs it.

    Attributes:
        billions: of parameters, as in its name.
        depth: transformer blocks.
        kv_width: numbers in the key, and in the value, that one block keeps for a token.
    """

    billions: float
    depth: int
    kv_width: int


# Touvron and others 2023; model cards and https://www.mintlify.com/meta-llama/llama/concepts/architecture. The 70B model keeps
# 8 keys and values of 128 numbers for its 64 heads ("grouped queries"), the 7B one 32 for 32.
LLAMA = {"7B": Shape(7, 32, 32 * 128), "70B": Shape(70, 80, 8 * 128)}
