"""Works page by page: who marks them, what is written on them."""
