"""An examiner's work on sheets: looked at page by page, put in order, bound, marked."""
