"""Plan documents: their schemas, checks, outline, differences and versions."""
