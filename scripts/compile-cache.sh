# Sourced from the root of the clone. Node keeps the code that it has compiled: every step is a process of its own, and
# reads it there instead of compiling the same files again, which took a quarter of a small run's time.
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$PWD/node_modules/.cache/node-compile}"
