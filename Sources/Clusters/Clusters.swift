// The room that names a cluster: its type, its stage, what holds it together (METHODS 4).
//
// | question                                       | name                             |
// |------------------------------------------------|----------------------------------|
// | how large are its largest firms                | ``concentrationRatio(ofSizes:largest:)`` |
// | who deals with whom                            | ``FirmNetwork``                  |
// | what type is it                                | ``TypeAssessment``               |
// | does the type hang on the thresholds           | ``typeSensitivity(_:firms:thresholds:spread:replicates:seed:)`` |
// | how far along is it                            | ``LifeCycle``                    |
// | how competitive is its surrounding             | ``Diamond``                      |
// | does it profit from nearness                   | ``MarshallConditions``           |
// | which industries stand together               | ``coagglomeration(_:_:whole:)``  |
// | does the past bind it                          | ``PathDependence``               |
// | which industries make up clusters, and where   | ``ClusterMethods``               |

public import Region

/// The methods of the stage.
public enum ClusterMethods {
    /// Every method on a panel, in the order of the handbook.
    public static let ofPanels: [any IndexMethod<ClusterContext>] = [
        CoagglomerationMethod(), ProductSpaceMethod(), EntryMethod(), DefinitionMethod(),
        StrengthMethod(), MemberMethod(), TypeMethod(), StageMethod(), MarshallMethod(),
        ConceptMethod(),
    ]

    /// Those that no panel matters to.
    public static let ofRegions: [any IndexMethod<ClusterContext>] = [DiamondMethod()]
}
