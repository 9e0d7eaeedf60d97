"""What is read of meetings and rooms, and who may; one module per concern."""
