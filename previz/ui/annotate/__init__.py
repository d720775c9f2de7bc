"""Drawing over takes: canvas, tools, layers, marks, notes."""
