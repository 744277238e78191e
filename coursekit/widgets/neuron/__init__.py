"""The widgets of lesson 1."""
