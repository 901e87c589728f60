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
// | does the past bind it                          | ``PathDependence``               |
