"""Chapter 6: what networks cost, and what size does and does not explain."""
