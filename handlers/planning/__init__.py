"""An exam before its day: published, moved, barred, its student's view of it."""
