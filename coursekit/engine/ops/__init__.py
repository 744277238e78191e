"""The operations on arrays: each returns its value and, written right under it, its vjp.

Nothing here knows of tensors. The class in tensor.py turns these functions into its methods.
"""
