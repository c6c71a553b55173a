"""How far it is: targets in force, standings, totals, lights."""
