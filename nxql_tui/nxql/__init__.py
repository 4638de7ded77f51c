"""The NXQL language: lexer, syntax tree, parser, placeholders and data model; pure, standard library only."""
