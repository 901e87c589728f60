// The room that says which activities belong together (METHODS 2).
//
// | question                                       | name                                  |
// |------------------------------------------------|---------------------------------------|
// | which places have an advantage in what         | ``Presence``                          |
// | which activities go together                   | ``relatedness(_:by:)``                |
// | how near is a place to an activity             | ``relatednessDensity(_:similarity:includingSelf:threads:)`` |
// | how much knowledge is in a place, an activity  | ``EconomicComplexity``, ``Fitness``   |
// | what would a new activity open                 | ``Opportunity``                       |
// | how varied is a region                         | ``Variety``                           |

public import Region
public import Specialisation

/// The methods of the stage.
public enum Relatedness {
    /// Every method, in the order of the handbook.
    public static func methods(
        _ parameters: RelatednessParameters = .init()
    ) -> [any IndexMethod<SpecialisationContext>] {
        [
            ComparativePresence(parameters: parameters), DensityMethod(parameters: parameters),
            ComplexityMethod(parameters: parameters), FitnessMethod(parameters: parameters),
            OpportunityMethod(parameters: parameters), VarietyMethod(),
        ]
    }
}
