// Declarations alone: see the header.
