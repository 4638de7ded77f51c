"""The embedded Engine: sample data, planner from NXQL to SQL, and the HTTPS server."""
