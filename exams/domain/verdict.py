"""What is measured on a photograph of an answer sheet, and what follows from it.

`vision` measures and fills a `SheetReport`; `judge` decides. The thresholds stand here
and nowhere else, each with the measurement that set it (see docs/vision.md).
"""
