"""调度: regular rounds in which departments report on their tasks."""
