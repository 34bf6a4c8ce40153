"""Pictures that the product draws itself: figures, timelines, results."""
