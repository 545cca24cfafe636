"""What reaches a round: written here, imported, entered for others, said in meetings."""
