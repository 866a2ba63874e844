"""规划: indicators, tasks, projects, questions and amendments of a published plan."""
