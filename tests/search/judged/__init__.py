"""The project's own judged questions, and the documents they are asked of."""
