import MemoryBudget
import Testing

@testable import Reports

@Suite("Axes of charts")
struct AxisTests {
    @Test("Bytes have ticks at powers of two, whatever the range")
    func powersOfTwo() {
        let axis = Axis(.logarithmic, 9e6, 2e8, from: 0, to: 100)
        #expect(
            axis.byteTicks(atMost: 8).map(PlotFrame.memory) == [
                "16 MiB", "32 MiB", "64 MiB", "128 MiB",
            ])
        let linear = Axis(.linear, 0, 100 * 1_048_576, from: 0, to: 100)
        #expect(
            linear.byteTicks(atMost: 8).map(PlotFrame.memory) == [
                "0 B", "16 MiB", "32 MiB", "48 MiB", "64 MiB", "80 MiB", "96 MiB",
            ])
    }

    @Test("Scales and times have ticks in steps of 1, 2 and 5")
    func oneTwoFive() {
        let axis = Axis(.logarithmic, 9_000, 210_000, from: 0, to: 100)
        #expect(axis.ticks(atMost: 8).map(Figures.scale) == ["10k", "20k", "50k", "100k", "200k"])
        let time = Axis(.linear, 0, 1.7, from: 0, to: 100)
        #expect(time.ticks(atMost: 5).map { fixed($0, 1) } == ["0.0", "0.5", "1.0", "1.5"])
    }

    @Test("Any range has rising ticks within it, at most the requested number")
    func anyRange() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let low = Double.random(in: 0...50, using: &generator)
            let factor = Double.random(in: 1.0001...40, using: &generator)
            let scales = [1e-6, 1.0, 1e6, 1e12]
            let scale = scales.randomElement(using: &generator) ?? 1
            for kind in [Axis.Kind.linear, .logarithmic] {
                let axis = Axis(kind, low * scale, low * scale * factor, from: 300, to: 20)
                for ticks in [axis.ticks(atMost: 7), axis.byteTicks(atMost: 7)] {
                    #expect(ticks.count <= 7 && ticks.allSatisfy(axis.holds))
                    #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
                }
            }
        }
    }

    @Test("An empty range still has positions")
    func noExtent() {
        for axis in [
            Axis(.linear, 5, 5, from: 0, to: 10), Axis(.logarithmic, 5, 5, from: 0, to: 10),
            Axis(.logarithmic, 0, 0, from: 0, to: 10), Axis(.linear, 0, 0, from: 0, to: 10),
        ] {
            #expect(axis.place(5).isFinite && axis.value(at: 0.5).isFinite)
        }
    }
}
