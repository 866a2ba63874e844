"""Reports as pages: what they are asked for with, and how they look on a screen."""
