import Testing

@Suite("Numerics") struct PlaceholderNumerics {}
