// The room that runs the stages and records what came of it: a run (DESIGN section 4).
//
// | question                                  | type                                   |
// |-------------------------------------------|----------------------------------------|
// | with which settings?                      | ``RunParameters``, ``Setting``         |
// | which stages are there?                   | ``Stage``, ``Stages``                  |
// | run a workspace                           | ``Assessor``                           |
// | where are the runs, which is the latest?  | ``RunStore``, ``Catalogue``            |
// | what did a run give?                      | ``Run``, ``Manifest``                  |
// | where does this number come from?         | ``Explanation``                        |
// | what changed between two runs, and why?   | ``Comparison``                         |
//
// A run is a folder `runs/ID` that appears under its name only when it is whole and never changes
// again. Its name is made from what its numbers depend on: the figures, the settings, the
// versions of the methods. The same question therefore has the same name, and the same bytes.

/// The version of the program, part of every run's identity.
public enum Program {
    public static let version = "0.1.0"
}
