"""Parts of `tools/bake_mannequins.py`. Build-time only; never imported by previz."""
