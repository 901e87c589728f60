import Testing

@Suite("Assessment") struct PlaceholderAssessment {}
