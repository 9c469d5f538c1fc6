"""AWS, and only here: each adapter implements a port and is built from the environment by `connect`."""
