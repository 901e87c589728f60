import Foundation
import Testing
import Wording

@testable import Workspace

/// A workspace with one mistake, and the name of the snapshot of what is said about it.
struct Mistake: CustomTestStringConvertible, Sendable {
    let name: String
    let make: @Sendable (inout Fixture) -> Void

    init(_ name: String, _ make: @escaping @Sendable (inout Fixture) -> Void) {
        self.name = name
        self.make = make
    }

    var testDescription: String { name }
}

@Suite("Messages of the check, in both languages")
struct CheckMessageTests {
    static let mistakes: [Mistake] = [
        // The eight of the issue.
        Mistake("no-observations") {
            $0.tables["observations"] =
                "place,activity,year,measure,value,unit,status,quality,source,note"
        },
        Mistake("observations-absent") { $0.tables["observations"] = nil },
        Mistake("one-region-only") {
            $0.replace("55.0,1", with: "55.0,0", in: "places")
            $0.replace("56.5,1", with: "56.5,0", in: "places")
        },
        Mistake("one-region-with-figures") {
            $0.tables["observations"] = """
                place,year,measure,value,unit,source
                RU-KEM,2016,grp,1000000,mln RUB,s1
                """
        },
        Mistake("reference-without-region") {
            $0.replace("86.1,55.3,1", with: "86.1,55.3,0", in: "places")
        },
        Mistake("two-classifications-mixed") {
            $0.append("RU-KEM,okved2007:C,2016,share,29,%,,,s1,", to: "observations")
        },
        Mistake("two-classifications-without-total") {
            $0.append("RU-OMS,okved2007:C,2016,jobs,40,persons,,,s1,", to: "observations")
        },
        Mistake("prices-mixed-in-observations") { fixture in
            fixture.replace("source,note", with: "source,note,prices", in: "observations")
            fixture.tables["observations"] = fixture.tables["observations"]?
                .split(separator: "\n").enumerated()
                .map { index, line in
                    index == 0 ? line + "" : line + (index == 9 ? ",constant:2016" : ",")
                }.joined(separator: "\n")
        },
        Mistake("prices-mixed-in-measures") {
            $0.append(
                "grp,Gross regional product,ВРП,mln RUB,constant:2016,flow,", to: "measures")
        },
        Mistake("prices-mixed-in-formula") {
            $0.append("real,Real,Реально,mln RUB,constant:2016,flow,", to: "measures")
            $0.append("sum,Sum,Сумма,mln RUB,current,flow,grp + real", to: "measures")
        },
        Mistake("year-twice") {
            $0.append("RU-KEM,,2016,grp,1000001,mln RUB,,,s1,", to: "observations")
        },
        Mistake("parts-exceed-total") {
            $0.replace("RU-KEM,,2016,jobs,150", with: "RU-KEM,,2016,jobs,140", in: "observations")
        },
        Mistake("parts-less-than-total") {
            $0.replace("RU-KEM,,2016,jobs,150", with: "RU-KEM,,2016,jobs,160", in: "observations")
        },
        Mistake("places-exceed-country") {
            $0.replace(
                "RU,okved2:B,2016,jobs,100", with: "RU,okved2:B,2016,jobs,90", in: "observations")
        },
        Mistake("places-less-than-country") {
            $0.append("RU-OMS,,2016,jobs,100,persons,,,s1,", to: "observations")
            $0.append("RU-TOM,,2016,jobs,10,persons,,,s1,", to: "observations")
        },
        // Settings.
        Mistake("region-not-set") { $0.settings = "level: region\n" },
        Mistake("region-unknown") { $0.settings = "region: RU-KEN\n" },
        Mistake("level-without-places") { $0.settings = "region: RU-KEM\nlevel: municipality\n" },
        Mistake("unknown-setting") {
            $0.settings = "region: RU-KEM\nlevle: region\nspecialisation: {referense: all, q: 1}\n"
        },
        Mistake("setting-not-text") { $0.settings = "region: [RU-KEM, RU-OMS]\n" },
        Mistake("settings-not-yaml") { $0.settings = "region: 'RU-KEM\n" },
        Mistake("settings-repeat") { $0.settings = "region: RU-KEM\nregion: RU-OMS\n" },
        Mistake("settings-are-a-list") { $0.settings = "- RU-KEM\n" },
        // Codes.
        Mistake("unknown-codes") {
            $0.append("RU-KEN,okved2:В,2018,grpp,1,mln RUB,,,s3,", to: "observations")
        },
        Mistake("unknown-parent") { $0.replace("RU-TOM,RU,", with: "RU-TOM,RUS,", in: "places") },
        Mistake("name-in-place-of-code") {
            $0.append("Омская область,,2018,grp,1,mln RUB,,,s1,", to: "observations")
        },
        Mistake("pair-of-unknown-things") {
            $0.tables["objects"] = "code,name_en,name_ru\nheap,Heap,Отвал"
            $0.tables["methods"] = "code,name_en,name_ru\nsort,Sorting,Сортировка"
            $0.tables["compatibility"] = """
                kind,first,second,allowed
                object-method,heap,sort,1
                object-method,hep,sort,0
                object-method,heap,Sorting,0
                """
        },
        Mistake("modes-over-one") {
            $0.tables["mode_maps"] = """
                map,activity,mode_3,mode_4,mode_5,mode_6
                waves,okved2:B,0.7,0.4,,
                waves,okved2:C,0.7,0.3,,
                """
        },
        Mistake("judgements-not-inverse") {
            $0.tables["experts"] = "code,name\nann,Ann\nbob,Bob"
            $0.tables["judgements"] = """
                expert,survey,first,second,value,round
                ann,aims,jobs,nature,3,1
                ann,aims,nature,jobs,2,1
                bob,aims,jobs,nature,4,1
                bob,aims,nature,jobs,0.25,1
                """
        },
        Mistake("parents-in-a-circle") {
            $0.replace("RU,,Russia", with: "RU,RU-KEM,Russia", in: "places")
        },
        Mistake("table-referred-to-is-absent") { $0.tables["sources"] = nil },
        Mistake("activities-absent") {
            $0.tables["activities"] = nil
            $0.tables["classifications"] = nil
        },
        Mistake("code-twice") {
            $0.append("RU-OMS,RU,Omsk,Омск,region,,,1", to: "places")
        },
        // Cells.
        Mistake("value-under-status-of-none") {
            $0.append("RU-OMS,,2018,grp,5,mln RUB,Q,,s1,", to: "observations")
        },
        Mistake("no-value-under-status-of-one") {
            $0.append("RU-OMS,,2018,grp,,mln RUB,E,,s1,", to: "observations")
        },
        Mistake("unknown-words") {
            $0.append("RU-OMS,,2018,grp,5,mln RUB,X,guess,s1,", to: "observations")
            $0.replace("country", with: "contry", in: "places")
        },
        Mistake("unit-unreadable") {
            $0.append("RU-OMS,,2018,grp,5,млн руб.,,,s1,", to: "observations")
        },
        Mistake("unit-incommensurable") {
            $0.append("RU-OMS,,2018,grp,5,kt,,,s1,", to: "observations")
        },
        Mistake("unit-of-measure-unreadable") {
            $0.replace("persons,,stock", with: "heads,,stock", in: "measures")
        },
        Mistake("prices-not-said") {
            $0.replace("mln RUB,current,flow", with: "mln RUB,,flow", in: "measures")
        },
        Mistake("prices-not-a-word") {
            $0.replace("mln RUB,current,flow", with: "mln RUB,2016,flow", in: "measures")
        },
        Mistake("year-out-of-range") {
            $0.append("RU-OMS,,1066,grp,5,mln RUB,,,s1,", to: "observations")
        },
        Mistake("coordinates-out-of-range") {
            $0.replace("73.4,55.0", with: "73.4,155.0", in: "places")
        },
        Mistake("longitude-without-latitude") {
            $0.replace("73.4,55.0", with: "73.4,", in: "places")
        },
        Mistake("in-panel-not-a-flag") { $0.replace("55.0,1", with: "55.0,2", in: "places") },
        Mistake("negative-flow") {
            $0.append("RU-OMS,,2018,grp,-5,mln RUB,,,s1,", to: "observations")
        },
        Mistake("number-unreadable") {
            $0.append("RU-OMS,,2018,grp,\"5,5\",mln RUB,,,s1,", to: "observations")
        },
        Mistake("number-given-as-a-word") {
            $0.append("RU-OMS,,2018,grp,…,mln RUB,,,s1,", to: "observations")
        },
        Mistake("required-cell-empty") {
            $0.append("RU-OMS,,2018,grp,5,,,,s1,", to: "observations")
        },
        Mistake("column-missing") {
            $0.replace("measure,value", with: "mesure,value", in: "observations")
        },
        // Formulas.
        Mistake("formula-unreadable") {
            $0.replace("share / 100 * grp", with: "share / * grp", in: "measures")
        },
        Mistake("formula-of-unknown-measure") {
            $0.replace("100 * grp", with: "100 * grpp", in: "measures")
        },
        Mistake("formula-in-a-circle") {
            $0.replace("100 * grp", with: "100 * more", in: "measures")
            $0.append("more,More,Больше,bn RUB,current,flow,2 * value_added", to: "measures")
        },
        Mistake("formula-adds-unlike") {
            $0.replace("share / 100 * grp", with: "jobs + grp", in: "measures")
        },
        Mistake("formula-of-other-unit") {
            $0.replace("share / 100 * grp", with: "jobs / 2", in: "measures")
        },
        Mistake("formula-of-other-prices") {
            $0.replace("bn RUB,current", with: "bn RUB,constant:2016", in: "measures")
        },
        Mistake("formula-with-lists") {
            $0.replace("share / 100 * grp", with: "sum(grp)", in: "measures")
        },
        Mistake("formula-takes-logarithm-of-money") {
            $0.replace("share / 100 * grp", with: "ln(grp)", in: "measures")
        },
        Mistake("formula-with-figures") {
            $0.append("RU-OMS,okved2:B,2016,value_added,5,bn RUB,,,s1,", to: "observations")
        },
        // The package.
        Mistake("package-without-file") {
            $0.tables["products"] = "code,name_en,name_ru"
            $0.package = $0.packageText()
            $0.tables["products"] = nil
        },
        Mistake("package-leads-outside") {
            $0.package = $0.packageText().replacingOccurrences(
                of: "\"path\": \"sources.csv\"", with: "\"path\": \"../sources.csv\"")
        },
        Mistake("package-lists-twice") {
            $0.package = $0.packageText().replacingOccurrences(
                of: "\"name\": \"sources\"", with: "\"name\": \"places\"")
        },
        Mistake("package-lists-unknown-table") {
            $0.package = $0.packageText().replacingOccurrences(
                of: "\"name\": \"sources\"", with: "\"name\": \"source\"")
        },
        Mistake("package-with-other-dialect") {
            $0.package = $0.packageText().replacingOccurrences(
                of: "\"encoding\": \"utf-8\"",
                with: "\"encoding\": \"cp1251\", \"dialect\": {\"delimiter\": \";\"}")
        },
        // Other tables.
        Mistake("price-range-upside-down") {
            $0.tables["products"] = "code,name_en,name_ru,unit\ncoal,Coal,Уголь,t"
            $0.tables["prices"] = """
                product,year,value,low,high,unit,prices
                coal,2020,5,9,7,thousand RUB/t,current
                """
        },
        Mistake("distributions") {
            $0.tables["products"] = "code,name_en,name_ru,unit\ncoal,Coal,Уголь,t\nash,Ash,Зола,t"
            $0.tables["prices"] = """
                product,year,value,low,high,distribution,unit,prices
                coal,2019,5,4,9,gamma(2; 3),thousand RUB/t,constant:2016
                coal,2020,5,4,9,normal(5; -1),thousand RUB/t,constant:2016
                coal,2021,5,4,,triangular,thousand RUB/t,constant:2016
                ash,2020,,4,9,pert,thousand RUB/t,constant:2016
                ash,2021,,4,9,uniform,thousand RUB/t,constant:2016
                """
            $0.tables["deposits"] = "code,name_en,name_ru\nash,Ash,Зола"
            $0.tables["assays"] = """
                deposit,component,grade,grade_distribution,unit,basis
                ash,iron,20,normal(5; 4),%,content
                """
        },
        Mistake("grades-exceed-whole") {
            $0.tables["deposits"] = "code,name_en,name_ru\nash,Ash,Зола"
            $0.tables["assays"] = """
                deposit,component,grade,unit,basis
                ash,iron,20,1,content
                ash,gold,3,g/t,content
                """
        },
        Mistake("production-in-other-unit") {
            $0.tables["products"] = "code,name_en,name_ru,unit\ncoal,Coal,Уголь,Mt"
            $0.tables["production"] = """
                place,product,year,value,unit
                RU-KEM,coal,2019,250,Mt
                RU-KEM,coal,2020,220,mln RUB
                """
        },
        Mistake("judgement-without-value") {
            $0.tables["experts"] = "code,name\ne1,Ivanova"
            $0.tables["judgements"] = "expert,survey,first,value\ne1,weights,a,"
        },
        Mistake("bounds-of-rules") {
            $0.tables["thresholds"] =
                "name,none,full\nhubConcentration,0.3,0.3\nhubConcentratoin,0.1,0.2\n"
                + "statePublicShare,0.2,"
        },
        Mistake("trait-unknown") {
            $0.tables["activities"] =
                "code,classification,parent,name_en,name_ru,traits\n"
                + "okved2007:C,okved2007,,Mining (2007),Добыча (2007),\n"
                + "okved2:B,okved2,,Mining,Добыча полезных ископаемых,touristic; tourist\n"
                + "okved2:C,okved2,,Manufacturing,Обрабатывающие производства,\n"
                + "okved2:C24,okved2,okved2:C,Basic metals,Металлургия,technogenic"
        },
        Mistake("recoveries-exceed-whole") {
            $0.tables["processes"] =
                "code,name_en,name_ru,input,cost_low,cost,cost_high,cost_unit\n"
                + "leach,Leaching,Выщелачивание,ash,90,70,110,RUB/t"
            $0.tables["transfers"] =
                "process,to,component,share\nleach,gold,Au,0.7\nleach,dore,Au,0.5\nleach,sand,,0.4"
        },
        Mistake("assumption-without-reason") {
            $0.tables["assumptions"] =
                "name,low,value,high,unit,note\nwage_share,0.3,0.4,0.5,1,\nwages,0.3,0.4,0.5,1,half"
        },
        // Worth knowing.
        Mistake("flow-table-does-not-balance") {
            $0.tables["input_output"] = """
                from,to,year,place,block,value,unit
                okved2:B,okved2:C,2016,,domestic,40,mln RUB
                okved2:C,okved2:B,2016,,domestic,10,mln RUB
                okved2:B,exports,2016,,final_demand,60,mln RUB
                okved2:C,exports,2016,,final_demand,90,mln RUB
                value_added,okved2:B,2016,,value_added,90,mln RUB
                value_added,okved2:C,2016,,value_added,60,mln RUB
                output,okved2:B,2016,,output,100,mln RUB
                output,okved2:C,2016,,output,120,mln RUB
                """
        },
        Mistake("no-panel-column") {
            $0.replace(",in_panel", with: ",okato", in: "places")
        },
        Mistake("whole-and-part-of-an-activity") {
            $0.append("RU-KEM,okved2:C24,2016,jobs,20,persons,,,s1,", to: "observations")
        },
        Mistake("unit-slip") {
            $0.append("RU-KEM,,2018,grp,1200000000,mln RUB,,,s1,", to: "observations")
            $0.append("RU-KEM,,2019,grp,1300000,mln RUB,,,s1,", to: "observations")
        },
        Mistake("coordinates-exchanged") {
            $0.append("KEM-TOWN,RU-KEM,Town,Город,settlement,55.4,86.0,", to: "places")
            $0.tables["establishments"] =
                "code,name_en,name_ru,place,lon,lat\nmill,Mill,Завод,RU-KEM,55.3,86.2"
        },
        Mistake("far-from-its-place") {
            $0.tables["establishments"] =
                "code,name_en,name_ru,place,lon,lat\nmill,Mill,Завод,RU-KEM,37.6,55.7\n"
                + "mine,Mine,Шахта,RU-KEM,86.2,55.3"
        },
        Mistake("cycles") {
            $0.tables["cycle_nodes"] = """
                code,name_en,kind
                plant,Plant,process
                kiln,Kiln,process
                slag,Slag,waste
                dump,Dump,heap
                """
            $0.tables["cycles"] = """
                from,to,variant,component,share,amount,unit
                ,plant,,,,100,Mt
                plant,slag,,,0.3,,
                slag,dump,,,1,,
                slag,plant,clusters,,1,,
                kiln,dump,,Zn,1.2,,
                """
        },
        Mistake("closed-loop") {
            $0.tables["cycle_nodes"] = """
                code,name_en,kind
                plant,Plant,process
                slag,Slag,waste
                dump,Dump,heap
                """
            $0.tables["cycles"] = """
                from,to,variant,component,share,amount,unit
                ,plant,,,,100,Mt
                plant,slag,,,1,,
                slag,dump,,,1,,
                slag,plant,clusters,,1,,
                """
        },
        Mistake("grade-without-basis") {
            $0.tables["deposits"] = "code,name_en,stock,unit\nheap,Heap,5,Mt"
            $0.tables["assays"] = "deposit,component,grade,unit\nheap,Ga,30,g/t"
        },
        Mistake("purchases-over-output") {
            $0.tables["input_output"] = """
                from,to,year,block,value,unit
                okved2:B,okved2:C,2016,domestic,80,mln RUB
                okved2:C,okved2:C,2016,domestic,40,mln RUB
                okved2:B,households,2016,final_demand,20,mln RUB
                okved2:C,households,2016,final_demand,60,mln RUB
                okved2:B,okved2:B,2016,output,100,mln RUB
                okved2:C,okved2:C,2016,output,100,mln RUB
                """
        },
        Mistake("programme-contradicts-itself") {
            $0.tables["projects"] =
                "code,name_en,build_years\na,A,1\nb,B,1\nc,C,1\nd,D,9"
            $0.tables["project_flows"] = """
                project,kind,code,year,value,unit
                a,funding,region,1,10,mln RUB
                b,funding,region,1,10,persons
                a,labour,builders,1,10,persons
                c,labour,builders,1,10,kt
                """
            $0.tables["precedence"] =
                "before,after,alternative\na,b,\nb,c,\nc,a,\nd,a,x\nb,d,y\na,d,y"
            $0.tables["synergies"] =
                "first,second,third,effect,value\na,a,,economic,5\na,b,c,social,1"
            $0.tables["programme"] = """
                kind,code,year,value,unit
                horizon,first,2027,,
                horizon,last,2031,,
                budget,region,2027,10,mln RUB
                budget,region,,5,mln RUB
                must,a,,,
                ban,a,,,
                """
        },
        Mistake("stocks-and-output") {
            $0.tables["input_output"] = """
                from,to,year,block,value,unit
                okved2:B,okved2:C,2016,domestic,30,mln RUB
                okved2:B,households,2016,final_demand,90,mln RUB
                okved2:B,ru:inventory_change,2016,final_demand,-20,mln RUB
                okved2:B,okved2:B,2016,output,100,mln RUB
                okved2:C,okved2:C,2016,output,0,mln RUB
                """
        },
        Mistake("current-price-real-rate") {
            $0.tables["assumptions"] =
                "name,value,unit,note\ndiscount_rate,0.1,1,as the ministry has it"
            $0.tables["prices"] =
                "product,year,value,unit,prices\niron,2019,100,USD/t,constant:2019\n"
                + "zinc,2019,2000,USD/t,current\nlead,2020,1800,USD/t,current"
        },
        Mistake("nominal-rate") {
            $0.tables["assumptions"] =
                "name,value,unit,prices,note\ndiscount_rate,0.18,1,current,what banks ask"
        },
        Mistake("flow-upside-down") {
            $0.tables["projects"] = "code,name_en\nmill,Mill"
            $0.tables["project_flows"] =
                "project,kind,code,low,value,high,unit\nmill,waste,slag,5,3,9,kt\nmill,water,river,,1,,kt"
        },
        Mistake("table-not-listed") {
            $0.package = $0.packageText()
            $0.tables["products"] = "code,name_en,name_ru\ncoal,Coal,Уголь"
        },
    ]

    @Test("each mistake is said as the snapshot has it", arguments: mistakes)
    func snapshot(_ mistake: Mistake) throws {
        var fixture = Fixture()
        mistake.make(&fixture)
        let reading = try fixture.read()
        // A mistake is a problem or a note; a sound workspace has neither.
        #expect(reading.report.total > 0 || !reading.report.notes.isEmpty)
        #expect((reading.data == nil) == (reading.report.total > 0))
        try expectSnapshot(bothLanguages(reading.report), named: "check-\(mistake.name)")
    }

    @Test("a sound workspace has no problem and no note")
    func sound() throws {
        let reading = try Fixture().read()
        #expect(bothLanguages(reading.report) == "[en] total 0\n\n[ru] total 0\n")
        #expect(reading.data != nil)
    }

    @Test("all problems are found in one pass, worst first, the rest counted")
    func everything() throws {
        var fixture = Fixture()
        fixture.settings = "level: region\n"
        fixture.replace("RU-TOM,RU,", with: "RU-TOM,RUS,", in: "places")
        let rows = (0..<1_500).map { "RU-OMS,,\(1600 + $0 % 500),grp,-1,mln RUB,,,s\($0),x" }
        fixture.append(rows.joined(separator: "\n"), to: "observations")
        let report = try fixture.read().report
        #expect(report.problems.count == Findings.kept)
        // 1,500 negative values, 1,498 unknown sources, the parent and the region; each row of a
        // repeated year is lost before it can repeat.
        #expect(report.total == 3_000)
        #expect(report.problems[0].what.english.contains("which region"))
        #expect(report.problems[1].place.english.hasPrefix("places.csv"))
    }

    @Test("a table that is absent is no error: a sentence says what is off")
    func absences() throws {
        let report = try Fixture().read().report
        #expect(report.isClean)
        let english = report.absences.map(\.english)
        #expect(
            english.contains("There is no table products: there is no marketability by product."))
        #expect(
            report.absences.map(\.russian).contains(
                "Нет таблицы products: нет товарности по продуктам."))
        #expect(english.count == TableSchema.all.count - Fixture().tables.count)
    }
}
