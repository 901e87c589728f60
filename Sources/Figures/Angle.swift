private import Foundation

enum Angle {
    /// A point of the unit circle, by turns from the right.
    static func point(turn: Double) -> (x: Double, y: Double) {
        (cos(turn * 2 * Double.pi), sin(turn * 2 * Double.pi))
    }
}
