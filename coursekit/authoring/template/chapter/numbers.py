"""The numbers that this chapter's texts name in braces; the build fills them in."""

start = 8
twice = start + start
square = start * start
