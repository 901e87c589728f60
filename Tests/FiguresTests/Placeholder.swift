import Testing

@Suite("Figures") struct PlaceholderFigures {}
