import Assessment
import Engine
import Foundation
import Glibc
import Optimisation
import Synchronization
import Wording

/// What goes to the terminal: results to standard output, everything else to standard error.
struct Terminal: Sendable {
    let isQuiet: Bool
    private let allowsColour: Bool

    init(isQuiet: Bool, allowsColour: Bool) {
        self.isQuiet = isQuiet
        let environment = ProcessInfo.processInfo.environment
        let refuses = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
        self.allowsColour = allowsColour && !refuses && isatty(STDERR_FILENO) == 1
    }

    func print(_ text: String) {
        let bytes = Array((text + (text.hasSuffix("\n") ? "" : "\n")).utf8)
        FileHandle.standardOutput.writeIgnoringClosedPipe(bytes)
    }

    /// Something that is no result.
    func note(_ text: String) {
        guard !isQuiet else { return }
        FileHandle.standardError.writeIgnoringClosedPipe(Array((text + "\n").utf8))
    }

    func printFailure(_ failure: Failure) {
        var text = ""
        for message in failure.messages {
            let lines = message.text(in: terminalLanguage).split(
                separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            text += coloured(String(lines[0]), "1;31")
            if lines.count > 1 { text += "\n" + lines[1] }
            text += "\n"
        }
        let rest = failure.total - failure.messages.count
        if rest > 0 {
            text += say("… and \(rest) more problems.\n", "… и ещё проблем: \(rest).\n")
        }
        FileHandle.standardError.writeIgnoringClosedPipe(Array(text.utf8))
    }

    private func coloured(_ text: String, _ code: String) -> String {
        allowsColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// A bar on standard error that appears only when the work takes longer than a second.
    func progressBar() -> ProgressBar {
        ProgressBar(isShown: !isQuiet && isatty(STDERR_FILENO) == 1)
    }
}

/// A progress bar with the time left.
final class ProgressBar: Sendable {
    private let isShown: Bool
    private let start = ContinuousClock.now
    private let wasDrawn = Mutex(false)

    init(isShown: Bool) { self.isShown = isShown }

    func show(_ progress: Assessor.Progress) {
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        guard isShown, elapsed > 1 else { return }
        let width = 24
        let filled = Int(progress.fraction * Double(width))
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        var line = "\(bar) \(Int(progress.fraction * 100))\u{A0}%"
        if progress.fraction > 0.02 {
            let left = elapsed / progress.fraction * (1 - progress.fraction)
            let seconds = Int(left.rounded(.up))
            line += say(" · \(seconds) s left", " · осталось \(seconds) с")
        }
        line += " · " + progress.doing.said
        draw(line)
    }

    /// How far a search for a programme has come.
    func show(_ search: SolverProgress) {
        guard isShown, (ContinuousClock.now - start) / .seconds(1) > 1 else { return }
        func text(_ value: Double) -> String {
            NumberWording.text(value, decimals: 0, in: terminalLanguage)
        }
        var line = say("programme", "программа") + " · "
        line += text(search.seconds) + say(" s", " с")
        if let plan = search.objective {
            line += say(" · plan ", " · план ") + text(plan)
        } else {
            line += say(" · no plan yet", " · плана пока нет")
        }
        if let bound = search.bound, bound.isFinite {
            line += say(" · no plan over ", " · не больше ") + text(bound)
        }
        if let gap = search.relativeGap, gap.isFinite {
            line += " (\(NumberWording.text(gap * 100, significant: 2, in: terminalLanguage)) %)"
        }
        draw(line)
    }

    /// How far an engine has come with a statement.
    func show(_ progress: EngineProgress) {
        guard isShown, (ContinuousClock.now - start) / .seconds(1) > 1 else { return }
        draw(
            say(
                "engine · \(progress.done) of \(progress.total)",
                "движок · \(progress.done) из \(progress.total)"))
    }

    private func draw(_ line: String) {
        wasDrawn.withLock { drawn in
            drawn = true
            FileHandle.standardError.writeIgnoringClosedPipe(Array("\r\u{1B}[2K\(line)".utf8))
        }
    }

    func clear() {
        wasDrawn.withLock { drawn in
            if drawn { FileHandle.standardError.writeIgnoringClosedPipe(Array("\r\u{1B}[2K".utf8)) }
            drawn = false
        }
    }
}

extension FileHandle {
    /// A reader that has seen enough (`| head`) is no failure.
    func writeIgnoringClosedPipe(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Glibc.write(fileDescriptor, $0.baseAddress, $0.count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
