"""精确重算: hours and days of series from what was sent, judged; exactly that which is touched is worked out anew."""
