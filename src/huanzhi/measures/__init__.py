"""指标 Measure: figures with numerator, denominator, set version, sources and forecast."""
