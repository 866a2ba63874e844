"""The gateway 数据接收: listens to instruments, keeps every frame before it answers."""
