"""Chapter 2: why a network needs a bend, and which bends there are."""
