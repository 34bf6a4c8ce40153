"""The room of an exam: check-in, admission, invigilation, trouble, decisions of the chief."""
