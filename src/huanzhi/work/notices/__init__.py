"""消息通知: who is told of what, gathered instead of flooding, inside, by mail and through webhooks."""
