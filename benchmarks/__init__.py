"""What is measured, against which peer. Each file is a command: `python -m benchmarks.widgets`."""
