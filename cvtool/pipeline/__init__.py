"""The arrows in order: load, make, write, watch."""
