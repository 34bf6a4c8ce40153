"""The buttons under each notice; `by_notice` finds them by its type."""
