"""A small bank with every kind of question, for the tests of the quiz and of what stands on it."""

from __future__ import annotations

from samplegoals import bound_bank

from coursekit.authoring.bank_reader import load_bank
from coursekit.quiz import Bank

TEXT = """
chapter: tiny
misconceptions:
  stores-inputs: {text: A neuron stores its inputs., lesson: layers}
  bias-lost: {text: The bias is optional., lesson: nonlinearity}
  bits-for-bytes: {text: A bit is a byte., lesson: scale}
  bend-first: {text: The inputs are bent., lesson: nonlinearity}
questions:
  - kind: single
    id: one-neuron
    prompt: What does one neuron compute?
    objective: Say what a neuron does.
    hint: Think of the three steps.
    options:
      - {id: sum, text: A bent weighted sum, feedback: "Weigh, sum, bend.", right: true}
      - {id: memory, text: An average of the past, feedback: That is recurrent., misconception: stores-inputs}
  - kind: multiple
    id: parameters
    prompt: Which are parameters?
    objective: Tell parameters from inputs.
    hint: What does training change?
    options:
      - {id: weight, text: A weight, feedback: A weight is one., right: true}
      - {id: bias, text: A bias, feedback: So is a bias., right: true}
      - {id: input, text: An input, feedback: Inputs come from outside., misconception: stores-inputs}
  - kind: predict
    id: shift
    prompt: Only b changes. Where is the line then?
    objective: See what the bias does.
    hint: Which of the numbers turns it?
    picture: boundary
    options:
      - {id: slides, text: The line slid., feedback: It slides., right: true, show: {b: 1}}
      - {id: turns, text: The line turned., feedback: Weights turn it., misconception: bias-lost, show: {w: 2}}
  - kind: numeric
    id: bytes
    prompt: How large are the weights at 16 bit?
    objective: Count bytes.
    hint: Two bytes each.
    answer: 33.554432
    unit: MB
    feedback: Two bytes each.
    otherwise: Multiply the weights by their bytes.
    slips:
      - {value: 268.435456, feedback: Those are bits., misconception: bits-for-bytes}
  - kind: order
    id: steps
    prompt: What comes first?
    objective: Know the order.
    hint: The bend sees one number.
    steps:
      - {id: weigh, text: Weigh}
      - {id: sum, text: Sum}
      - {id: bend, text: Bend}
    feedback: Weigh, sum, bend.
    otherwise: Start with what touches the inputs.
    mistakes:
      - {order: [bend, weigh, sum], feedback: The bend sees the sum., misconception: bend-first}
  - kind: recall
    id: remember
    prompt: What are the three steps?
    objective: Say them from memory.
    hint: They rhyme with nothing.
    model_answer: Weigh, sum, bend.
    points:
      - {id: weigh, text: weigh}
      - {id: sum, text: sum}
  - kind: do
    id: threshold
    prompt: Move the threshold until 1 message is judged wrongly.
    objective: See what a threshold does.
    hint: Spam has the high scores.
    widget: Threshold
    start: {threshold: 0.3}
    goal: one_wrong
    state: {threshold: 0.5}
    feedback: One is left.
    otherwise: Count the crosses again.
    mistakes:
      - {id: all-spam, state: {threshold: 0}, feedback: Now all is spam., misconception: bias-lost}
  - kind: curve
    id: bend
    prompt: What does ReLU look like?
    objective: Know the bend.
    hint: Below 0 nothing comes out.
    curve: relu
    x: [-2, 2]
    y: [-2, 2]
    tolerance: 0.1
    unit: V
    feedback: Flat, then straight.
    otherwise: Look at both sides of 0.
    mistakes:
      - {curve: identity, feedback: That has no bend., misconception: bend-first}
"""


def bank() -> Bank:
    """The bank of TEXT."""
    return bound_bank(load_bank(TEXT, source="tiny.yaml"))


def changed(old: str, new: str, count: int = 1) -> str:
    """TEXT with a mistake in it."""
    assert old in TEXT
    return TEXT.replace(old, new, count)
