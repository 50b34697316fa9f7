"""Word and Excel files of plans, in and out. Pure: bytes in, bytes or findings out."""
