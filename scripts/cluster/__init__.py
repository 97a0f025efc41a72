"""PostgreSQL and NATS servers in a private directory, for the tests and for the demonstration.

Python's standard library and libpq (through ctypes) are all it needs. Servers listen on free loopback ports and on a
Unix socket in the private directory, never run as root, and are ended by their own process ids.
"""
