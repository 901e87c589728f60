import Clusters
import Region
import Specialisation
import Testing
import Wording
import Workspace

@testable import Assessment

@Suite("Settings of a run")
struct RunParametersTests {
    @Test("every setting reads the text it writes")
    func roundTrip() throws {
        var parameters = RunParameters()
        parameters.region = "RU-KEM"
        parameters.specialisation.reference = .rest
        parameters.specialisation.starMinimumMass = 1000
        #expect(try RunParameters(settings: parameters.texts) == parameters)
    }

    @Test("a setting outside its range is refused with what it may be")
    func outOfRange() {
        for (key, text) in [
            ("neighbours", "0"), ("neighbours", "five"), ("specialisation.reference", "mine"),
            ("specialisation.starTopShare", "2"), ("specialisation.seed", "-1"),
            ("specialisation.starLocationQuotient", "nan"), ("region", ""),
        ] {
            let failure = #expect(throws: ParameterFailure.self) {
                try RunParameters(settings: [key: text])
            }
            let words = failure?.message.text(in: .english) ?? ""
            #expect(words.contains(key) && words.contains("Expected:"), "\(key): \(words)")
        }
    }

    @Test("an unknown setting is named, in both languages")
    func unknown() {
        let failure = #expect(throws: ParameterFailure.self) {
            try RunParameters(settings: ["colour": "red"])
        }
        for language in Language.allCases {
            #expect(failure?.message.text(in: language).contains("colour") == true)
        }
    }

    @Test("a workspace's settings are those of a run")
    func sameKeys() {
        // Where microdata lie is no setting of a run: their sums stand in the tables.
        let ofRuns = Workspace.settingKeys.filter { !$0.hasPrefix("microdata.") }
        #expect(Set(ofRuns) == Set(Setting.all.map(\.key)))
    }

    @Test("the bounds that a workspace may set are those of the rules")
    func sameBounds() {
        #expect(Workspace.boundNames == ThresholdName.allCases.map(\.rawValue))
    }

    @Test("keys are unique")
    func uniqueKeys() {
        let keys = Setting.all.map(\.key)
        #expect(Set(keys).count == keys.count)
    }
}
