"""Settings of the project: people, units, camera package, framelines, numbering, look."""
