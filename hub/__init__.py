"""The house: residents, households and dwellings, once; one door in, one change log out."""
