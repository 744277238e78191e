"""The numbers that this chapter's texts name in braces, which the build fills in, and those its author chose."""

from .pictures import START

CHOSEN = {"numbers whose double is their square": "0 2"}

start = START
twice = start + start
square = start * start
