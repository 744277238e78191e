"""The widgets of lesson 6."""
