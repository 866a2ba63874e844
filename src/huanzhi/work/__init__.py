"""事件与义务 Case and Obligation: the closed loop and the due list."""
