"""Reference and demo data of the package; `SOURCES.md` says where each file comes from."""
