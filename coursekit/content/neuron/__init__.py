"""Chapter 1: one neuron weighs, sums and bends."""
