"""How a frame is made: requests, guides, worker processes. Knows no scene, no renderer and no window."""
