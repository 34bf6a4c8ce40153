"""From the plan of exams to the link: published, announced, moved, additional exams."""
