"""The live room's engine: frames, limits, one hub per room and process. Knows no Django and does no I/O."""
