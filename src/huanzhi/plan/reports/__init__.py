"""报告: documents of which every number opens its proof, sealed and rebuilt to the same bytes."""
