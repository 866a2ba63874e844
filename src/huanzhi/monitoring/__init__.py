"""监测 Reading: points, the lake of readings, judging, recomputation."""
