import Foundation

/// A table of text for a terminal or a Markdown page: numbers to the right, words to the left.
struct TextTable {
    var headings: [String]
    var rows: [[String]] = []
    /// Columns of numbers.
    var numeric: Set<Int> = []

    /// Columns separated by two spaces, headings underlined; columns of words are cut to fit, always
    /// the widest of them.
    func terminal(width: Int) -> String {
        var widths = headings.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() {
                widths[column] = max(widths[column], cell.count)
            }
        }
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        let words = widths.indices.filter { !numeric.contains($0) }
        while excess > 0, let widest = words.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 12
        {
            widths[widest] -= 1
            excess -= 1
        }
        var lines = [
            line(headings, widths),
            widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "),
        ]
        for row in rows { lines.append(line(row, widths)) }
        return lines.joined(separator: "\n") + "\n"
    }

    var markdown: String {
        let escape = { (cell: String) in cell.replacing("|", with: "\\|") }
        var lines = ["| " + headings.map(escape).joined(separator: " | ") + " |"]
        lines.append(
            "|" + headings.indices.map { numeric.contains($0) ? "---:|" : "---|" }.joined())
        for row in rows { lines.append("| " + row.map(escape).joined(separator: " | ") + " |") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.enumerated().map { column, cell -> String in
            let room = widths[column]
            let text = cell.count > room ? String(cell.prefix(room - 1)) + "…" : cell
            let space = String(repeating: " ", count: room - text.count)
            return numeric.contains(column) ? space + text : text + space
        }
        var line = padded.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }

    /// The width of the terminal; 100 where output is no terminal.
    static var terminalWidth: Int {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
        return isKnown ? Int(size.ws_col) : 100
    }
}
