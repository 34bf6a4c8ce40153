"""The machine-readable lines of identity cards and passports, found in a picture and read.

Nothing is kept: pixels in, two or three lines of text out.
"""
