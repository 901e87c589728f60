import Testing

@Suite("Tabular") struct PlaceholderTabular {}
