import Testing

@Suite("Region") struct PlaceholderRegion {}
