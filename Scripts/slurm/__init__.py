"""A Slurm cluster of two nodes on one machine, and what a bench on it has to survive."""
