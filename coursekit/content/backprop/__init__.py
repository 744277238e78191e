"""Lesson 4: how a network finds its gradient."""
