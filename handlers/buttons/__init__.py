"""What a button carries: ids and a choice, at most 64 bytes, and nothing that is trusted.

Anybody can send any button at any time, so a handler takes from it only what to ask a use case;
who may do what is decided there.
"""
