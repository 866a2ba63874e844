"""Parts of the pages of duties 义务."""
