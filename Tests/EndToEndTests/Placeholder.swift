import Testing

@Suite("EndToEnd") struct PlaceholderEndToEnd {}
