"""The embedded Engine: sample data, planner from NXQL to SQL, answers, and the HTTPS server of the Web API V2."""
