"""年度: the annual work plan and the list of duties, in versions."""
