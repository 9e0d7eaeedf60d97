"""What the room is measured against, and variants of the room with one part taken away."""
