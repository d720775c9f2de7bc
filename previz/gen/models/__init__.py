"""Models on this machine: what lies in the models folder, what could, and whether a file may be trusted."""
