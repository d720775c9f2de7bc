"""Screenplays: read from Fountain and Final Draft, set as pages, broken down, compared, lined."""
