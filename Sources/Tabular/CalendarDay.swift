/// A day of the (proleptic) Gregorian calendar.
public struct CalendarDay: Hashable, Comparable, Sendable, Codable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// `nil` where the calendar has no such day, such as 31 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.length(ofMonth: month, in: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day this many days after 1 January 1970.
    ///
    /// `nil` outside the years 1 to 9999.
    ///
    /// - Source: Hinnant, "chrono-compatible low-level date algorithms".
    public init?(daysSince1970 days: Int) {
        guard (-719_162...2_932_896).contains(days) else { return nil }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapDays = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    public var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// `2024-02-29`.
    public var text: String {
        let pad = { (number: Int, width: Int) in
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2)
    }

    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    enum Reading: Hashable {
        case day(CalendarDay)
        case noSuchDay
        case notADate
    }

    /// Reads `2024-02-29` or `29.02.2024`, nothing looser.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading {
        guard bytes.count == 10 else { return .notADate }
        let number = { (range: Range<Int>) -> Int? in
            var value = 0
            for byte in bytes[range] {
                guard byte &- 0x30 <= 9 else { return nil }
                value = value * 10 + Int(byte &- 0x30)
            }
            return value
        }
        let parts: (year: Int?, month: Int?, day: Int?)
        if bytes[4] == 0x2D && bytes[7] == 0x2D {
            parts = (number(0..<4), number(5..<7), number(8..<10))
        } else if bytes[2] == 0x2E && bytes[5] == 0x2E {
            parts = (number(6..<10), number(3..<5), number(0..<2))
        } else {
            return .notADate
        }
        guard let year = parts.year, let month = parts.month, let day = parts.day else {
            return .notADate
        }
        return CalendarDay(year: year, month: month, day: day).map(Reading.day) ?? .noSuchDay
    }
}
