"""From a world to the memory of one operating system's kernel: one module a personality."""
