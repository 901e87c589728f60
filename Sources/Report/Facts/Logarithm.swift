internal import Foundation

enum Logarithm {
    static func natural(_ value: Double) -> Double { Foundation.log(value) }
}
