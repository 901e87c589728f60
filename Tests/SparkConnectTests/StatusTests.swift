import Engine
import Foundation
import Testing

@testable import SparkConnect

@Suite("How a call ended")
struct StatusTests {
    private enum StatusCodeField: Int {
        case code = 1
    }

    /// A status with the details that Spark sends.
    static func details(_ metadata: [(String, String)]) -> [UInt8] {
        WireWriter.message { status in
            status.whole(StatusCodeField.code, 13)
            status.message(StatusField.details) { any in
                any.text(AnyField.typeUrl, "type.googleapis.com/google.rpc.ErrorInfo")
                any.message(AnyField.value) { info in
                    info.text(ErrorInfoField.reason, "org.apache.spark.sql.AnalysisException")
                    for (key, value) in metadata {
                        info.message(ErrorInfoField.metadata) {
                            $0.text(MetadataEntryField.key, key)
                            $0.text(MetadataEntryField.value, value)
                        }
                    }
                }
            }
        }
    }

    /// Without padding, as gRPC sends it.
    static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    @Test("class and state come from the details, line and position from the words")
    func details() throws {
        let bytes = Self.details([("errorClass", "UNRESOLVED_COLUMN"), ("sqlState", "42703")])
        let status = try #require(
            GRPCStatus(trailers: [
                "grpc-status": "13",
                "grpc-message": "No column `%D0%BA`; line 2 pos 7;%0A'Project%0Aat org.apache",
                "grpc-status-details-bin": Self.base64(bytes),
            ]))
        let expected = StatementFault(
            statement: "lq", detail: "No column `к`; line 2 pos 7;",
            errorClass: "UNRESOLVED_COLUMN", state: "42703", line: 2, position: 7)
        #expect(status.fault(in: "lq") == expected)
    }

    @Test("without details the words are searched, and words without a class are kept as they are")
    func words() throws {
        let spark = try #require(
            GRPCStatus(trailers: [
                "grpc-status": "13",
                "grpc-message":
                    "[DIVIDE_BY_ZERO] Division. SQLSTATE: 22012%0A== SQL (line 1, position 8) ==",
            ]))
        let expected = StatementFault(
            statement: "q", detail: "[DIVIDE_BY_ZERO] Division. SQLSTATE: 22012",
            errorClass: "DIVIDE_BY_ZERO", state: "22012", line: 1, position: 8)
        #expect(spark.fault(in: "q") == expected)
        let other = try #require(
            GRPCStatus(trailers: ["grpc-status": "3", "grpc-message": "100% wrong %zz"]))
        #expect(other.fault(in: "q") == StatementFault(statement: "q", detail: "100% wrong %zz"))
        let silent = try #require(GRPCStatus(trailers: ["grpc-status": "2"]))
        #expect(silent.fault(in: "q").detail == "status 2, without words")
    }

    @Test("details that can't be read leave the message; no status at all is none")
    func unreadable() {
        let status = GRPCStatus(trailers: [
            "grpc-status": "13", "grpc-message": "words", "grpc-status-details-bin": "!!!",
        ])
        #expect(status?.message == "words")
        #expect(GRPCStatus(trailers: [:]) == nil)
        #expect(GRPCStatus(trailers: ["grpc-status": "x"]) == nil)
    }
}
