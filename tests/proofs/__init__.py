"""What holds while many write at once and while the server is killed: shown on the real server, from outside."""
