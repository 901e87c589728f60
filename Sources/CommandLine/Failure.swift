import ArgumentParser
import Foundation
import Wording

/// A failure that ends the program: its words, and its exit code (DESIGN section 5).
struct Failure: Error, CustomStringConvertible {
    let messages: [Message]
    let code: Int32
    /// How many messages there are with those not shown.
    let total: Int

    init(_ message: Message, code: Int32) {
        self.init([message], total: 1, code: code)
    }

    init(_ messages: [Message], total: Int, code: Int32) {
        self.messages = messages
        self.total = total
        self.code = code
    }

    var description: String {
        messages.map { $0.text(in: terminalLanguage) }.joined(separator: "\n\n")
    }

    /// A wrong argument.
    static func usage(
        _ what: LocalizedText, expected: LocalizedText, remedy: LocalizedText
    ) -> Failure {
        Failure(
            Message(
                what: what, place: LocalizedText(en: "command line", ru: "командная строка"),
                expected: expected, remedy: remedy), code: 64)
    }

    static let stopped = Failure(
        Message(
            what: LocalizedText(en: "Stopped.", ru: "Остановлено."),
            place: LocalizedText(en: "", ru: ""), expected: LocalizedText(en: "", ru: ""),
            remedy: LocalizedText(
                en: "Nothing was changed; finished runs are as they were.",
                ru: "Ничего не изменено; законченные расчёты прежние.")), code: 130)
}

extension CommonOptions {
    /// Runs the body of a command; a failure is printed in its own words and ends the program
    /// with its code.
    func perform(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as Failure {
            terminal.printFailure(failure)
            throw ExitCode(failure.code)
        } catch is CancellationError {
            terminal.printFailure(.stopped)
            throw ExitCode(Failure.stopped.code)
        } catch let worded as any Worded {
            terminal.printFailure(Failure(worded.message, code: worded.exitStatus))
            throw ExitCode(worded.exitStatus)
        }
    }
}
