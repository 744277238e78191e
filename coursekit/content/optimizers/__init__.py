"""Chapter 5: from a gradient to a trained network."""
