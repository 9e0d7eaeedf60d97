"""Pages of meetings and rooms; one module per concern."""
