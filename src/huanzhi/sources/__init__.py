"""污染源: enterprises and their facilities; the identity graph the packs refer to."""
