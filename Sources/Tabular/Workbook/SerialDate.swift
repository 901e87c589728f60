/// Dates of a workbook: numbers that a cell's format says to show as days or times.
///
/// - Source: ECMA-376 part 1, 18.17.4 (dates) and 18.8.30 and 18.8.31 (formats).
enum SerialDate {
    /// What a number format shows.
    enum Display: Hashable {
        case number, day, dayAndTime, time
    }

    /// The text of a serial number: `2024-02-29`, `2024-02-29T13:30:00`, `13:30:00`.
    ///
    /// - Parameter startsIn1904: Day 0 is 1 January 1904, as early Macintosh programs counted.
    /// - Returns: `nil` where the number is no date; then it is shown as a number.
    static func text(_ serial: Double, as display: Display, startsIn1904: Bool) -> String? {
        guard display != .number, serial >= 0, serial < 2_958_466 else { return nil }
        // Seconds: a double tells them apart far beyond the year 9999.
        let seconds = (serial * 86_400).rounded()
        let wholeDays = display == .day ? serial.rounded(.down) : (seconds / 86_400).rounded(.down)
        let time = clock(Int(seconds - wholeDays * 86_400))
        if display == .time { return serial < 1 ? time : nil }
        guard let day = dayText(Int(wholeDays), startsIn1904: startsIn1904) else { return nil }
        return display == .day || time == "00:00:00" ? day : day + "T" + time
    }

    private static func dayText(_ serial: Int, startsIn1904: Bool) -> String? {
        // 1904-01-01 is 24,107 days before 1970.
        if startsIn1904 { return CalendarDay(daysSince1970: serial - 24_107)?.text }
        // Day 1 is 1 January 1900. Lotus took 1900 for a leap year, and everyone since: day 60
        // is a 29 February that never was, and is given as such, to be refused as no date.
        if serial == 60 { return "1900-02-29" }
        guard serial >= 1 else { return nil }
        return CalendarDay(daysSince1970: serial - (serial < 60 ? 25_568 : 25_569))?.text
    }

    private static func clock(_ seconds: Int) -> String {
        let pad = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        return pad(seconds / 3_600) + ":" + pad(seconds / 60 % 60) + ":" + pad(seconds % 60)
    }

    /// The formats that need no definition in the file.
    static func display(ofBuiltIn id: Int) -> Display {
        switch id {
        case 14...17, 27...31, 34...36, 50...54, 57, 58: .day
        case 22: .dayAndTime
        case 18...21, 32, 33, 45, 47, 55, 56: .time
        default: .number
        }
    }

    /// What a format's code shows: `dd/mm/yyyy` a day, `#,##0.00` a number.
    static func display(ofCode code: String) -> Display {
        var letters: Set<Character> = []
        var characters = code.makeIterator()
        scan: while let character = characters.next() {
            switch character {
            case ";": break scan
            case "\\", "_", "*": _ = characters.next()
            case "\"": while let quoted = characters.next(), quoted != "\"" {}
            case "[":
                var word = ""
                while let inside = characters.next(), inside != "]" { word.append(inside) }
                // `[h]:mm` is a length of time, which is a number; `[Red]` is decoration.
                let isElapsed =
                    !word.isEmpty && Set(word.lowercased()).isSubset(of: ["h", "m", "s"])
                if isElapsed { return .number }
            default: letters.insert(Character(character.lowercased()))
            }
        }
        let hasTime = letters.contains("h") || letters.contains("s")
        let hasDay =
            letters.contains("y") || letters.contains("d") || (letters.contains("m") && !hasTime)
        if hasDay { return hasTime ? .dayAndTime : .day }
        // General has none of these letters; neither has scientific notation.
        return hasTime ? .time : .number
    }
}
