"""The widgets of lesson 5."""
