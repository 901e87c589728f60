import Foundation
import Region
import Testing

@testable import Workspace

@Suite("Figures of a workspace")
struct FigureTests {
    private func panel(_ data: RegionalData, _ measure: MeasureCode) throws -> Panel {
        try #require(data.panel(measure, "okved2", level: "region"))
    }

    private func cell(
        _ panel: Panel, _ place: PlaceCode, _ activity: ActivityCode, _ year: Year
    ) throws -> Cell {
        let place = try #require(panel.position(of: place))
        let activity = try #require(panel.position(of: activity))
        let year = try #require(panel.position(of: year))
        return panel[place, activity, year]
    }

    @Test("zero, missing, suppressed and not applicable are four things in a panel")
    func fourStates() throws {
        let data = try Fixture().data()
        let shares = try panel(data, "share")
        #expect(try cell(shares, "RU-OMS", "okved2:B", 2016).state == .zero)
        #expect(try cell(shares, "RU-TOM", "okved2:C", 2016).state == .suppressed)
        #expect(try cell(shares, "RU-TOM", "okved2:B", 2017).state == .missing)
        #expect(try cell(panel(data, "jobs"), "RU-OMS", "okved2:B", 2016).state == .notApplicable)
        let estimated = try cell(shares, "RU-TOM", "okved2:B", 2016)
        #expect(estimated == Cell(value: 25, state: .value, marks: .estimated, quality: .estimate))
    }

    @Test("a series has the states of its cells, and values in the unit of the measure")
    func series() throws {
        let data = try Fixture().data()
        let population = try #require(data.series("population"))
        #expect(population["RU-OMS", 2016].value == 1_970_000)
        #expect(population["RU-TOM", 2016].state == .missing)
        #expect(population["RU-TOM", 2015].state == .missing)
        let grp = try #require(data.series("grp"))
        #expect(grp["RU-KEM", 2017] == Cell(value: 1_100_000, state: .value, marks: .provisional))
        #expect(data.series("share") == nil)
        #expect(data.series("nothing") == nil)
    }

    @Test("published totals of places, activities and everything stand beside the panel")
    func publishedTotals() throws {
        let jobs = try panel(Fixture().data(), "jobs")
        let kemerovo = try #require(jobs.position(of: PlaceCode("RU-KEM")))
        let mining = try #require(jobs.position(of: ActivityCode("okved2:B")))
        #expect(jobs.publishedPlaceTotals == [.init(place: kemerovo, year: 0): 150])
        #expect(jobs.publishedActivityTotals == [.init(activity: mining, year: 0): 100])
        #expect(jobs.publishedGrandTotals == [0: 300])
        #expect(jobs.places.map(\.code) == ["RU-KEM", "RU-OMS", "RU-TOM"])
    }

    @Test("a formula is worked out cell by cell, in the unit of its measure")
    func formula() throws {
        let added = try panel(Fixture().data(), "value_added")
        let kemerovo = try cell(added, "RU-KEM", "okved2:B", 2016)
        // 30 % of 1,000,000 mln RUB are 300 bn RUB.
        #expect(kemerovo == Cell(value: 300, state: .value, quality: .derived))
        #expect(try cell(added, "RU-OMS", "okved2:B", 2016).state == .zero)
        #expect(try cell(added, "RU-TOM", "okved2:C", 2016).state == .suppressed)
        let tomsk = try cell(added, "RU-TOM", "okved2:B", 2016)
        #expect(tomsk.quality == .estimate && tomsk.marks == .estimated)
        let later = try cell(added, "RU-KEM", "okved2:B", 2017)
        #expect(abs(later.value - 341) < 1e-9 && later.marks == .provisional)
        #expect(added.publishedPlaceTotals.isEmpty)
    }

    @Test("suppressed passes before missing, missing before what cannot exist")
    func statesOfFormulas() {
        func joined(_ states: [Region.CellState]) -> Region.CellState {
            FormulaCell.cell(value: 1, from: states.map { Cell(value: 1, state: $0) }).state
        }
        #expect(joined([.missing, .suppressed, .notApplicable]) == .suppressed)
        #expect(joined([.value, .notApplicable, .missing]) == .missing)
        #expect(joined([.value, .notApplicable]) == .notApplicable)
        #expect(FormulaCell.cell(value: .infinity, from: []).state == .missing)
        #expect(FormulaCell.cell(value: -0.0, from: []).value.sign == .plus)
    }

    @Test("panels lists each measure with its classifications, formulas among them")
    func panels() throws {
        let data = try Fixture().data()
        let listed = data.panels.map { "\($0.measure) \($0.classification)" }
        #expect(
            listed == [
                "jobs okved2", "share okved2", "share okved2007", "value_added okved2",
                "value_added okved2007",
            ])
        #expect(data.panel("grp", "okved2", level: "region") == nil)
        #expect(data.panel("jobs", "okved2", level: "settlement") == nil)
    }

    @Test("a whole with a part counts once")
    func nested() throws {
        var fixture = Fixture()
        fixture.append("RU-KEM,okved2:C24,2016,jobs,20,persons,,,s1,", to: "observations")
        let jobs = try panel(fixture.data(), "jobs")
        #expect(jobs.activities.map(\.code) == ["okved2:B", "okved2:C"])
    }

    @Test("the order of rows, of columns and the line ends change neither panels nor hashes")
    func shuffled() throws {
        let fixture = Fixture()
        let plain = try fixture.data()
        var generator = SeededGenerator(seed: 20_180_101)
        for _ in 0..<5 {
            var other = fixture
            for (name, text) in fixture.tables {
                let lines = text.split(separator: "\n")
                let rows = lines.dropFirst().shuffled(using: &generator)
                let order = lines[0].split(separator: ",").indices.shuffled(using: &generator)
                // No cell of the fixture holds a comma.
                other.tables[name] = ([lines[0]] + rows).map { line in
                    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                    return order.map { cells[$0] }.joined(separator: ",")
                }.joined(separator: "\r\n")
            }
            other.settings = "# a comment\nlevel: region\nregion: RU-KEM\n"
            let shuffled = try other.data()
            #expect(shuffled.fingerprints == plain.fingerprints)
            for measure in ["jobs", "share", "value_added"] as [MeasureCode] {
                let (left, right) = (try panel(plain, measure), try panel(shuffled, measure))
                #expect(left.places == right.places && left.activities == right.activities)
                for year in left.years.indices {
                    #expect(left.mass(year: year) == right.mass(year: year))
                    #expect(left.states(year: year) == right.states(year: year))
                }
            }
        }
    }

    @Test("a changed figure, note or setting changes the hash of its file and of no other")
    func fingerprints() throws {
        let plain = try Fixture().data().fingerprints
        var changed = Fixture()
        changed.replace("1000000", with: "1000001", in: "observations")
        var note = Fixture()
        note.replace("revised", with: "Revised", in: "observations")
        var settings = Fixture()
        settings.settings += "specialisation: {reference: rest}\n"
        for (fixture, file) in [
            (changed, "observations.csv"), (note, "observations.csv"), (settings, "uklad.yaml"),
        ] {
            let prints = try fixture.data().fingerprints
            let differing = prints.filter { plain[$0.key] != $0.value }.keys
            #expect(Array(differing) == [file])
        }
        #expect(plain.values.allSatisfy { $0.count == 64 })
    }

    @Test("the origin of a figure is its row, as a spreadsheet numbers it")
    func originOfRow() throws {
        let data = try Fixture().data()
        #expect(
            data.origin(of: .figure("share", "RU-KEM", "okved2:B", 2016))
                == .row(
                    table: "observations", row: 2, value: 30, status: .normal, sources: ["s1"],
                    note: ""))
        #expect(
            data.origin(of: .figure("share", "RU-TOM", "okved2:C", 2016))
                == .row(
                    table: "observations", row: 7, value: nil, status: .suppressed,
                    sources: ["s1"], note: ""))
        #expect(data.origin(of: .figure("share", "RU-KEM", "okved2:B", 1999)) == nil)
        #expect(data.origin(of: .figure("nothing", "RU-KEM", nil, 2016)) == nil)
        #expect(data.origin(of: .parameter("seed")) == nil)
    }

    @Test("a row in another unit is shown as it stands, with its conversion")
    func originOfConvertedRow() throws {
        let data = try Fixture().data()
        let origin = data.origin(of: .figure("grp", "RU-KEM", nil, 2017))
        guard case .formula(let formula, let inputs)? = origin else {
            Issue.record("no conversion: \(String(describing: origin))")
            return
        }
        #expect(inputs[0].value == 1_100 && inputs[0].unit.symbol == "bn RUB")
        #expect(try formula.evaluate(["grp": .number(1_100)]) == .number(1_100_000))
        #expect(
            inputs[0].origin
                == .row(
                    table: "observations", row: 11, value: 1_100, status: .provisional,
                    sources: ["s1", "s2"], note: "revised"))
    }

    @Test("the origin of a total is the published row, or the sum of the known cells")
    func originOfTotals() throws {
        let data = try Fixture().data()
        guard
            case .row(_, 20, 150, _, _, _)? = data.origin(
                of: .placeTotal("jobs", "okved2", "RU-KEM", 2016))
        else {
            Issue.record("the published total is not found")
            return
        }
        guard case .row(_, 24, 300, _, _, _)? = data.origin(of: .grandTotal("jobs", "okved2", 2016))
        else {
            Issue.record("the grand total is not found")
            return
        }
        let sum = data.origin(of: .placeTotal("value_added", "okved2", "RU-KEM", 2016))
        guard case .formula(let formula, let inputs)? = sum else {
            Issue.record("no sum: \(String(describing: sum))")
            return
        }
        #expect(formula.text() == "Σ(value_added)")
        #expect(inputs.map(\.value) == [300, 200])
        guard case .formula(let share, let parts) = inputs[0].origin else {
            Issue.record("a cell of a formula has no formula")
            return
        }
        let bindings = Dictionary(
            uniqueKeysWithValues: parts.map {
                ($0.symbol, Region.Expression.Value.number($0.value))
            })
        #expect(try share.evaluate(bindings) == .number(300))
    }

    @Test("recomputing any origin gives the number of the panel")
    func originsRecompute() throws {
        let data = try Fixture().data()
        for (measure, classification) in data.panels {
            let panel = try #require(data.panel(measure, classification, level: "region"))
            for (p, place) in panel.places.enumerated() {
                for (a, activity) in panel.activities.enumerated() {
                    for (y, year) in panel.years.enumerated() {
                        let cell = panel[p, a, y]
                        let origin = data.origin(
                            of: .figure(measure, place.code, activity.code, year))
                        guard cell.state.isKnown else { continue }
                        #expect(try value(of: #require(origin)) == cell.value)
                    }
                }
            }
        }
    }

    private func value(of origin: Origin) throws -> Double {
        switch origin {
        case .row(_, _, let value, _, _, _): return try #require(value)
        case .formula(let formula, let inputs):
            var bindings: [String: Region.Expression.Value] = [:]
            for input in inputs {
                bindings[input.symbol] = .number(input.value)
                #expect(try value(of: input.origin) == input.value)
            }
            guard case .number(let number) = try formula.evaluate(bindings) else {
                throw CancellationError()
            }
            return number
        }
    }

    @Test("balances join production and shipments of a product in one unit")
    func balances() throws {
        var fixture = Fixture()
        fixture.tables["products"] = "code,name_en,name_ru,unit\ncoal,Coal,Уголь,Mt"
        fixture.tables["production"] = """
            place,product,year,value,unit,status,quality
            RU-KEM,coal,2016,227400,kt,,
            """
        fixture.tables["shipments"] = """
            place,product,year,destination,value,unit,status,quality
            RU-KEM,coal,2016,out_of_region,211.5,Mt,E,estimate
            RU-KEM,coal,2016,abroad,,Mt,Q,
            """
        let balance = try #require(try fixture.data().balances(level: "region").first)
        #expect(balance.production.value == 227.4)
        #expect(
            balance.shipments
                == Cell(value: 211.5, state: .value, marks: .estimated, quality: .estimate))
        #expect(balance.exports.state == .suppressed)
        #expect(balance.reexports.state == .missing)
        #expect(balance.unit.symbol == "Mt")
    }

    @Test("plants have headcounts for people and revenue for money; a class gives its middle")
    func plants() throws {
        var fixture = Fixture()
        fixture.tables["establishments"] = """
            code,name_en,name_ru,place,activity,year,headcount,headcount_class_low,headcount_class_high,revenue,revenue_unit,kind
            a,A,А,RU-KEM,okved2:B,2016,900,,,5,bn RUB,
            b,B,Б,RU-OMS,okved2:B,2016,,100,250,,,enterprise
            c,C,В,RU-OMS,okved2:B,2016,,250,,,,
            d,D,Г,RU-TOM,okved2:B,2016,50,,,,,science
            """
        let data = try fixture.data()
        #expect(data.plants(measure: "jobs").map(\.size) == [900, 175])
        #expect(data.plants(measure: "jobs").map(\.isGrouped) == [false, true])
        #expect(data.plants(measure: "grp").map(\.size) == [5_000])
    }

    @Test("groups are the parents of a level's places")
    func groups() throws {
        let groups = try Fixture().data().groups(level: "region")
        #expect(groups == ["RU-KEM": "RU", "RU-OMS": "RU", "RU-TOM": "RU"])
    }
}

/// A generator whose numbers depend on the seed alone.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
