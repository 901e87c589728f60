/// A language the program speaks to its reader in.
///
/// The raw value is the code that file names, options and HTML use (`--lang ru,en`).
public enum Language: String, CaseIterable, Sendable, Codable {
    case english = "en"
    case russian = "ru"
}
