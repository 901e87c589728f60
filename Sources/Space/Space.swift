// The room that says where things gather (METHODS 3).
//
// | question                                 | name                                             |
// |------------------------------------------|--------------------------------------------------|
// | who is near whom                         | ``Neighbourhood``                                |
// | is the map in order at all               | ``GlobalAutocorrelation``                        |
// | where do like values stand together      | ``LocalMoran``, ``HotSpots``                     |
// | how many finds are false                 | `falseDiscoveryRates` of Numerics                |
// | how strongly do places draw each other   | ``Interaction``                                  |
// | what do observed flows say of that       | ``GravityEstimate``                              |
// | how developed is an agglomeration        | ``Agglomeration``, ``AgglomerationAreas``, ``Preconditions`` |
// | which roads, poles and axes are there    | ``RoadGraph``, ``GrowthPoles``, ``DevelopmentAxes`` |
// | do plants stand near                     | ``DistanceDensity``, ``ConcentrationFunction``, ``RipleyFunction`` |
// | could that be chance                     | ``Envelope``                                     |
// | which plants are one spot                | ``DensityClusters``, ``HierarchicalDensityClusters`` |
// | which neighbours make a region           | ``SpanningTreeRegions``, ``MaxPRegions``         |
// | do kinds join, do two quantities go together | ``JoinCounts``, ``BivariateMoran``           |

public import Region
public import Specialisation

/// The methods of the stage that look at a panel of regions.
public enum Space {
    /// Every method, in the order of the handbook.
    public static let methods: [any IndexMethod<SpecialisationContext>] = [
        HotSpotMethod(), AutocorrelationMethod(), LocalMoranMethod(), JoinCountMethod(),
        RateMoranMethod(), DiffusionMethod(), RegionalisationMethod(),
    ]

    /// The methods that look at settlements and the roads between them.
    public static let settlementMethods: [any IndexMethod<SettlementContext>] = [
        PotentialMethod(), GravityMethod(), PoleMethod(), AxisMethod(), SpreadMethod(),
        AgglomerationMethod(),
        PreconditionMethod(), CurveMethod(.density), CurveMethod(.concentration),
        CurveMethod(.linear), ColocationMethod(), SpotMethod(),
    ]
}
