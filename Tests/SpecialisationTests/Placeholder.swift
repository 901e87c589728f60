import Testing

@Suite("Specialisation") struct PlaceholderSpecialisation {}
