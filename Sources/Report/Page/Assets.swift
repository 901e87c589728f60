internal import Digest
internal import Figures
internal import Foundation

/// The style sheet and the script that every report carries.
enum Assets {
    static let style = Palette.styleSheet + text(PackageResources.report_css)
    static let script = text(PackageResources.report_js)

    /// Four layers of earth: the mark of the product.
    static let mark = """
        <svg class="mark-of" viewBox="0 0 28 24" width="28" height="24" aria-hidden="true" focusable="false">\
        <rect class="mode-6" x="11" y="1" width="6" height="4"/><rect class="mode-5" x="8" y="7" width="12" height="4"/>\
        <rect class="mode-4" x="4" y="13" width="20" height="4"/><rect class="mode-3" x="0" y="19" width="28" height="4"/></svg>
        """

    /// The hash by which a content security policy knows an inline style or script.
    static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.digest(of: text.utf8)).base64EncodedString()
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
