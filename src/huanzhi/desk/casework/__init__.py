"""How cases are shown and taken forward on the desk: forms of steps, the log in words, the clock."""
