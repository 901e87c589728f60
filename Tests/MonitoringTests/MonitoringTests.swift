import Numerics
import Testing

@testable import Monitoring

private func isClose(_ value: Double?, _ wanted: Double, _ tolerance: Double = 1e-6) -> Bool {
    value.map { abs($0 - wanted) <= tolerance * max(1, abs(wanted)) } ?? false
}

/// METHODS 10.
@Suite("Plan and fact")
struct PlanFactTests {
    @Test("the worked example: deviations, statuses, attainment, earned value")
    func worked() {
        let years: [(plan: Double, fact: Double)] = [(100, 95), (110, 115), (120, 102)]
        let made = years.map { PlanFact(plan: $0.plan, fact: $0.fact) }
        for (own, wanted) in zip(made, [-0.05, 0.04545455, -0.15]) {
            #expect(isClose(own.deviation, wanted))
        }
        #expect(made.map { $0.status() } == [.green, .green, .red])
        #expect(isClose(PlanFact.attainment(years), 0.945455))
        let project = EarnedValue(budget: 1000, planned: 400, earned: 360, actual: 450)
        #expect(project.scheduleVariance == -40 && project.costVariance == -90)
        #expect(isClose(project.scheduleIndex, 0.9) && isClose(project.costIndex, 0.8))
        #expect(isClose(project.estimate, 1250))
        #expect(isClose(PlanFact.progress(of: 80, from: 60, to: 100), 0.5))
        #expect(isClose(PlanFact.progress(of: 10, from: 12, to: 8), 0.5))
    }

    @Test("of costs more is worse; a plan of nothing has no share")
    func edges() {
        #expect(PlanFact(plan: 100, fact: 120, isMoreBetter: false).status() == .red)
        #expect(PlanFact(plan: 100, fact: 60, isMoreBetter: false).status() == .green)
        #expect(PlanFact(plan: -50, fact: -60).status() == .red)
        #expect(PlanFact(plan: 0, fact: 3).deviation == nil)
        #expect(PlanFact(plan: 0, fact: 3).status() == nil)
        #expect(PlanFact.attainment([(0, 1)]) == nil)
        #expect(PlanFact.progress(of: 1, from: 2, to: 2) == nil)
        #expect(EarnedValue(budget: 1, planned: 0, earned: 0, actual: 0).costIndex == nil)
        #expect(EarnedValue(budget: 1, planned: 1, earned: 0, actual: 1).estimate == nil)
    }
}

@Suite("Trends and sustainable development")
struct SustainabilityTests {
    @Test("the worked example: Mann, Kendall, Theil and Sen")
    func trend() throws {
        let made = try #require(
            MonotoneTrend([10, 12, 11, 14, 15].enumerated().map { (Double($0), Double($1)) }))
        #expect(made.score == 8)
        #expect(isClose(made.slope, 1.125))
        #expect(isClose(made.statistic, 1.714643))
        let flat = try #require(MonotoneTrend([(1, 4), (2, 4), (3, 4)]))
        #expect(flat.statistic == nil && flat.slope == 0)
        #expect(MonotoneTrend([(1, 4), (2, 5)]) == nil)
    }

    @Test("the worked example: decoupling and its parts")
    func decoupling() throws {
        let made = try #require(Decoupling(burden: (100, 97), output: (1000, 1030)))
        #expect(isClose(made.burden, -0.03) && isClose(made.growth, 0.03))
        #expect(isClose(made.elasticity, -1))
        #expect(made.state == .strongDecoupling)
        let parts = try #require(IndexDecomposition(burden: (100, 97), output: (1000, 1030)))
        #expect(isClose(parts.activity, 2.911317) && isClose(parts.intensity, -5.911317))
        #expect(isClose(parts.activity + parts.intensity, -3, 1e-12))
        let begun = try #require(IndexDecomposition(burden: (0, 5), output: (1000, 1030)))
        #expect(begun.activity == 0 && begun.intensity == 5)
    }

    @Test("the eight states")
    func states() {
        func state(_ burden: Double, _ output: Double) -> Decoupling.State? {
            Decoupling(burden: (100, burden), output: (100, output))?.state
        }
        #expect(state(99, 110) == .strongDecoupling)
        #expect(state(105, 110) == .weakDecoupling)
        #expect(state(110, 110) == .expansiveCoupling)
        #expect(state(120, 110) == .expansiveNegative)
        #expect(state(80, 90) == .recessiveDecoupling)
        #expect(state(90, 90) == .recessiveCoupling)
        #expect(state(96, 90) == .weakNegative)
        #expect(state(101, 90) == .strongNegative)
        #expect(state(101, 100) == nil)
        #expect(Decoupling(burden: (0, 1), output: (1, 2)) == nil)
    }

    @Test("the worked examples: adjusted savings and the composite")
    func savings() throws {
        let made = AdjustedSavings(
            grossSaving: 25, consumptionOfCapital: 12, education: 4, depletion: 9, carbon: 0.5,
            particulates: 1.2)
        #expect(isClose(made.value, 6.3))
        #expect(AdjustedSavings.isUnsustainable([1, -1, -2, -3]))
        #expect(!AdjustedSavings.isUnsustainable([-1, -1, 1, -1]))
        let parts = [0.5, 0.8, 0.6].enumerated().map {
            Composite.Indicator(pillar: "p\($0)", value: $1, worst: 0, best: 1)
        }
        #expect(isClose(Composite(parts)?.value, 0.621447))
        // Nothing in one pillar is not made up for in another; of emissions less is better.
        let none = Composite.Indicator(pillar: "p", value: 9, worst: 9, best: 1)
        #expect(none.scaled == 0)
        #expect(Composite(parts + [none])?.value == 0)
        #expect(Composite([]) == nil)
    }
}

@Suite("Control charts")
struct ControlChartTests {
    @Test("the worked example: moving average with its limits")
    func average() {
        let made = MovingAverage([0.5, -0.2, 1.2, 1.4, 1.1, 1.6, 1.3])
        for (own, wanted) in zip(
            made.values, [0.1, 0.04, 0.272, 0.4976, 0.61808, 0.814464, 0.911571])
        {
            #expect(isClose(own, wanted))
        }
        for (own, wanted) in zip(
            made.limits, [0.6, 0.768375, 0.858985, 0.912265, 0.944789, 0.965029, 0.977763])
        {
            #expect(isClose(own, wanted))
        }
        #expect(made.alarms.isEmpty)
        // A missing year neither counts nor begins anew.
        #expect(
            MovingAverage([0.5, .nan, -0.2]).values.last == MovingAverage([0.5, -0.2]).values.last)
    }
}

@Suite("The log of quality records")
struct QualityLogTests {
    private static func log(_ count: Int) -> (log: QualityLog, lines: [String]) {
        var log = QualityLog()
        let lines = (0..<count).map { index in
            log.append(
                index % 2 == 0 ? .measurement : .objectives,
                ["what": "добыча \(index)", "value": "\(index)", "note": "a \"b\" \\ \n c"],
                user: "planner", time: "2026-11-30T10:00:0\(index)Z", version: "1.0"
            ).line
        }
        return (log, lines)
    }

    private static func read(_ lines: [String], seal: String? = nil) -> [QualityLog.Fault] {
        QualityLog.read(lines.map { $0 + "\n" }.joined(), seal: seal).faults
    }

    @Test("what is written is read again, whole")
    func whole() {
        let (log, lines) = Self.log(5)
        let (found, faults) = QualityLog.read(lines.map { $0 + "\n" }.joined(), seal: log.seal)
        #expect(faults.isEmpty)
        #expect(found.records == log.records)
        #expect(QualityLog.read("").faults.isEmpty)
        var longer = found
        _ = longer.append(.review, [:], user: "u", time: "t", version: "v")
        #expect(longer.records[5].previous == log.records[4].hash)
    }

    @Test("every edit of every record is found and named")
    func edited() {
        let (_, lines) = Self.log(4)
        for line in lines.indices {
            var changed = lines
            changed[line] = changed[line].replacing("добыча", with: "добыто")
            #expect(Self.read(changed).contains(.edited(line: line + 1, number: line + 1)))
            changed = lines
            changed[line] = changed[line].replacing("planner", with: "nobody")
            #expect(Self.read(changed).contains(.edited(line: line + 1, number: line + 1)))
            changed[line] = "nonsense"
            #expect(Self.read(changed).contains(.unreadable(line: line + 1)))
        }
    }

    @Test("a record rewritten with a hash of its own does not fit its neighbour")
    func rewritten() {
        let (_, lines) = Self.log(3)
        var other = QualityLog()
        let forged = other.append(
            .measurement, ["what": "forged"], user: "planner", time: "2026-11-30T10:00:00Z",
            version: "1.0")
        #expect(Self.read([forged.line] + lines.dropFirst()) == [.outOfOrder(line: 2, number: 2)])
    }

    @Test("removed, doubled and reordered records are found")
    func order() {
        let (log, lines) = Self.log(5)
        for line in 0..<4 {
            var fewer = lines
            fewer.remove(at: line)
            #expect(Self.read(fewer).contains(.outOfOrder(line: line + 1, number: line + 2)))
            var swapped = lines
            swapped.swapAt(line, line + 1)
            #expect(Self.read(swapped).contains(.outOfOrder(line: line + 1, number: line + 2)))
            var twice = lines
            twice.insert(lines[line], at: line)
            #expect(Self.read(twice).contains(.outOfOrder(line: line + 2, number: line + 1)))
        }
        // The end can only be missed by whoever kept the seal.
        #expect(Self.read(Array(lines.dropLast())).isEmpty)
        #expect(
            Self.read(Array(lines.dropLast()), seal: log.seal) == [.cutShort(have: 4, sealed: 5)])
        #expect(Self.read(lines, seal: "5 abc") == [.anotherSeal])
    }

    @Test("a write cut off anywhere leaves the records before it")
    func torn() {
        let (log, lines) = Self.log(3)
        let text = lines.map { $0 + "\n" }.joined()
        let start = lines.dropLast().map { $0.utf8.count + 1 }.reduce(0, +)
        for length in start..<text.utf8.count {
            let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            let (found, faults) = QualityLog.read(cut)
            #expect(faults.isEmpty)
            #expect(found.records == Array(log.records.prefix(2)))
            #expect((found.torn > 0) == (length > start))
        }
    }

    @Test("how complete records are")
    func completeness() {
        var log = QualityLog()
        #expect(log.completeness == nil)
        _ = log.append(
            .changes, ["reason": "r", "consequence": "", "other": "x"], user: "u", time: "t",
            version: "v")
        #expect(isClose(log.completeness, 1.0 / 3))
    }
}
