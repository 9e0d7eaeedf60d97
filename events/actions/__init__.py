"""What changes meetings and rooms; one module per concern."""
