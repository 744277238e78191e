"""The widgets of lesson 7."""
