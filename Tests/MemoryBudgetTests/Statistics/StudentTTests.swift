import Testing

@testable import MemoryBudget

@Suite("Student's t-distribution")
struct StudentTTests {
    private static let known: [(tail: Double, freedom: Int, errors: Double)] = [
        (0.025, 1, 12.706), (0.01, 2, 6.965), (0.01, 3, 4.541), (0.001, 3, 10.215),
        (0.05, 4, 2.132), (0.01, 10, 2.764), (0.1, 30, 1.310), (0.001, 120, 3.160),
        (0.01, StudentT.knownFreedom, 2.334),
    ]

    @Test("Quantiles agree with the printed tables", arguments: known)
    func quantiles(tail: Double, freedom: Int, errors: Double) {
        let quantile = StudentT.quantile(tail: tail, freedom: freedom)
        #expect(abs(quantile / errors - 1) < 0.001, "\(quantile)")
    }

    @Test("The 95 % quantiles agree with the integral", arguments: 1...30)
    func table(freedom: Int) {
        let quantile = StudentT.quantile(tail: 0.025, freedom: freedom)
        #expect(abs(quantile / StudentT.quantile95(freedom: freedom) - 1) < 0.001)
    }
}
