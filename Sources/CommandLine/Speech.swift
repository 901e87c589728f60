import Foundation
import Wording

/// The language of the terminal, by the order POSIX gives the variables.
let terminalLanguage: Language = {
    let environment = ProcessInfo.processInfo.environment
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    return set?.hasPrefix("ru") == true ? .russian : .english
}()

/// The text in the terminal's language.
func say(_ english: String, _ russian: String) -> String {
    terminalLanguage == .russian ? russian : english
}

extension LocalizedText {
    /// The text in the terminal's language.
    var said: String { self[terminalLanguage] }
}
