"""Text -> plain data with its places -> Source."""
