"""What the rules need from the outside world, as protocols: a file for each part of it.

Adapters live in storage, vision, documents, zoom_integration and bot; tests have fakes of them.
An adapter never lets a library's exception through: it raises a refusal, or one of the errors
named here.
"""
