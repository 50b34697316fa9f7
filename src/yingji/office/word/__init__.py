"""Plans as Word files: written in the official format, and read back whoever wrote them."""
