"""The widgets of lesson 4."""
