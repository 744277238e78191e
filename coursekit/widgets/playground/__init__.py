"""The playground: its settings, the training they describe, and the code that rebuilds it."""
