"""工程与资金: works, their stages, money and reductions."""
