"""What is kept, as protocols; `storage` implements them.

Every `save` is a conditional write: it raises `Stale` (`exams.domain.refusals.base`) when the
version is not the stored one, and the unit must then be left without commit and the use case run
again. Lists come in a stable order.
"""
