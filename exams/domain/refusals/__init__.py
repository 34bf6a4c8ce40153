"""The ways in which a rule says no.

A refusal is not a defect: nothing is broken and nothing was changed. Each one is
turned into words in one place, in the language of the person who asked.
"""
