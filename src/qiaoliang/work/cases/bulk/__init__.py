"""批量: one step on many cases of a list, each by the step itself, with its own rights, transaction and reasons."""
