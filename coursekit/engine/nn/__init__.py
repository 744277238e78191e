"""Layers, models and losses, under the names of `torch.nn`."""

from coursekit.engine import functional, init
from coursekit.engine.nn import utils
from coursekit.engine.nn.activations import (
    ELU,
    GELU,
    Identity,
    LeakyReLU,
    LogSoftmax,
    ReLU,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Tanh,
)
from coursekit.engine.nn.attention import MultiheadAttention, TransformerBlock, TransformerEncoderLayer
from coursekit.engine.nn.containers import ModuleList, Sequential
from coursekit.engine.nn.conv import AvgPool2d, Conv2d, MaxPool2d
from coursekit.engine.nn.layers import Dropout, Embedding, Flatten, Linear
from coursekit.engine.nn.losses import (
    BCELoss,
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HuberLoss,
    L1Loss,
    MSELoss,
    NLLLoss,
    SmoothL1Loss,
)
from coursekit.engine.nn.module import Module, Parameter
from coursekit.engine.nn.norm import BatchNorm1d, BatchNorm2d, LayerNorm, RMSNorm
from coursekit.engine.nn.recurrent import GRU, LSTM, RNN

__all__ = [
    "ELU",
    "GELU",
    "GRU",
    "LSTM",
    "RNN",
    "AvgPool2d",
    "BCELoss",
    "BCEWithLogitsLoss",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv2d",
    "CrossEntropyLoss",
    "Dropout",
    "Embedding",
    "Flatten",
    "HuberLoss",
    "Identity",
    "L1Loss",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LogSoftmax",
    "MSELoss",
    "MaxPool2d",
    "Module",
    "ModuleList",
    "MultiheadAttention",
    "NLLLoss",
    "Parameter",
    "RMSNorm",
    "ReLU",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "SmoothL1Loss",
    "Softmax",
    "Softplus",
    "Tanh",
    "TransformerBlock",
    "TransformerEncoderLayer",
    "functional",
    "init",
    "utils",
]
