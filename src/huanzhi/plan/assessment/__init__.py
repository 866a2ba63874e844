"""评估考核: mid-term evaluation and final assessment by rules in editions."""
