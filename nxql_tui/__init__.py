"""A terminal explorer for the Nexthink Engine's Web API V2."""
