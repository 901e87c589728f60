import Tabular
import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Replaces a file all or nothing, as the program does when it saves, and says in words what
/// forbade it.
///
///     replace FILE LETTER BYTES    the new content: so many times this letter
///     replace --sweep FOLDER       what every start does
@main
enum Replace {
    static func main() {
        let arguments = CommandLine.arguments
        do {
            if arguments[1] == "--sweep" {
                try AtomicFile.sweepTemporaries(in: arguments[2])
                return
            }
            let letter = arguments[2].utf8.first!
            // In pieces, so that there are several write calls to fail.
            let piece = [UInt8](repeating: letter, count: 100_000)
            var left = Int(arguments[3])!
            try AtomicFile.write(to: arguments[1]) { sink in
                while left > 0 {
                    try sink.write(piece.prefix(left))
                    left -= min(left, piece.count)
                }
            }
        } catch let failure as FileFailure {
            for language in Language.allCases {
                print(failure.message.text(in: language))
            }
            exit(failure.exitCode)
        } catch {
            print("another error: \(error)")
            exit(1)
        }
    }
}
