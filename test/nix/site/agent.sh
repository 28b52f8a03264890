# Stands in for the agent where only the unit around it is looked at.
