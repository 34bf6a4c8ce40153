"""What is kept, in SQL: a file for each file of `exams.records`."""
