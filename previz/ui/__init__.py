"""The window. Widgets talk to `Session`, never to each other, to the store or to a worker."""
