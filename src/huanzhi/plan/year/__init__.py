"""年度 The plan's year: the annual work plan (年度工作计划) and each department's duty list (目标责任清单)."""
