"""The Web API V2 on the wire: request, credentials, the four formats, units and the error page; pure."""
