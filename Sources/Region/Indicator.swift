/// One of the three things that development has to carry at once.
public enum Pillar: String, Hashable, Sendable, CaseIterable {
    case economic, social, ecological
}

/// What an indicator is in the methods on sustainable development.
public enum IndicatorRole: String, Hashable, Sendable, CaseIterable {
    /// What is produced: growth is measured by it.
    case output
    /// What burdens nature.
    case burden
    // Parts of adjusted net savings.
    case grossSaving = "gross_saving"
    case consumptionOfCapital = "consumption_of_capital"
    case education
    case depletion
    case carbon
    case particulates
}
