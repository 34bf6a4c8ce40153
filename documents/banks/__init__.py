"""Question banks: GIFT, Aiken, Moodle XML, QTI 2.1 and tables, read into one shape."""
