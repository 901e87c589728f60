public import ArgumentParser
import Assessment
import Foundation
public import Wording
import Workspace

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("directory")],
        help: ArgumentHelp(
            say("Work in this workspace.", "Работать в этой рабочей области."), valueName: "dir"))
    var directory = "."

    @Flag(
        name: .shortAndLong,
        help: ArgumentHelp(
            say("Print nothing but results and errors.", "Выводить только результаты и ошибки.")))
    var quiet = false

    @Flag(
        help: ArgumentHelp(
            say("No colours; NO_COLOR does the same.", "Без цвета; то же делает NO_COLOR.")))
    var noColor = false

    var terminal: Terminal { Terminal(isQuiet: quiet, allowsColour: !noColor) }

    func workspace() throws -> Workspace {
        do {
            return try Workspace(opening: absolute(directory))
        } catch {
            throw Failure(error.message, code: error.exitCode)
        }
    }

    func run(_ name: String) throws -> Run {
        let workspace = try workspace()
        do {
            return try RunStore(workspace: workspace.folder).open(name)
        } catch {
            throw Failure(error.message, code: error.exitCode)
        }
    }

    private func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path
    }
}

/// How a table is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json, markdown, parquet
}

/// The language of what is printed or written.
extension Language: ExpressibleByArgument {}
