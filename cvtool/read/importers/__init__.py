"""Foreign formats -> plain data of cv.yaml."""
