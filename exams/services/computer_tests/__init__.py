"""The computer test: banks, the window, answers, the end, the keys."""
