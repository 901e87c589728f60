import Testing

@Suite("Report") struct PlaceholderReport {}
