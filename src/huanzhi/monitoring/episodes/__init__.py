"""Episodes 过程: when something was wrong with a series or a device, from onset to end, by rules that are data."""
