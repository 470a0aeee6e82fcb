"""What stays on disk: the manifest of an output folder, digests, the cache."""
