// The room that says where things gather (METHODS 3).
//
// | question                                 | name                                             |
// |------------------------------------------|--------------------------------------------------|
// | who is near whom                         | ``Neighbourhood``                                |
// | is the map in order at all               | ``GlobalAutocorrelation``                        |
// | where do like values stand together      | ``LocalMoran``, ``HotSpots``                     |
// | how many finds are false                 | ``falseDiscoveryRates(_:)``                      |
// | how strongly do places draw each other   | ``Interaction``                                  |
// | how developed is an agglomeration        | ``Agglomeration``, ``Preconditions``             |

public import Region
public import Specialisation

/// The methods of the stage that look at a panel of regions.
public enum Space {
    /// Every method, in the order of the handbook.
    public static let methods: [any IndexMethod<SpecialisationContext>] = [
        HotSpotMethod(), AutocorrelationMethod(), LocalMoranMethod(),
    ]

    /// The methods that look at settlements and the roads between them.
    public static let settlementMethods: [any IndexMethod<SettlementContext>] = [
        PotentialMethod(), PoleMethod(), AxisMethod(), AgglomerationMethod(),
        PreconditionMethod(), DensityMethod(), SpotMethod(),
    ]
}
