"""Plans and lists as workbooks: written from a schema, and read back whatever happened to them."""
