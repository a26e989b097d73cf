"""Whether a found key is still alive: the Gateway is asked, and its answers are read with care."""
