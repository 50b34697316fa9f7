"""The browser's and the scripts' door: one application, the same verbs as the command line."""
