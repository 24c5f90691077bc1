internal import MemoryBudget

/// The rectangle that curves are drawn in: grid, ticks, titles and budget lines.
struct PlotFrame {
    let horizontal: Axis
    let vertical: Axis

    /// The room of a chart that has its labels at the right, as high as they need.
    struct Room {
        let width = 780.0
        let left = 66.0
        let right = 530.0
        let top = 44.0
        let bottom: Double
        let height: Double
        /// Between which heights the labels are.
        let labels: (top: Double, bottom: Double)

        /// - Parameters:
        ///   - labelCount: The labels that have to fit, without details.
        ///   - hasNote: Whether a line stands below the key.
        init(labelCount: Int, hasNote: Bool) {
            let least = 34 + LabelColumn.leastHeight * Double(labelCount)
            // Many labels end above the figures of the horizontal axis, few may stand beside them.
            let isTall = least > 372
            bottom = isTall ? least : 324
            labels = (34, isTall ? bottom : 372)
            height = bottom + (hasNote ? 84 : 66)
        }
    }

    var left: Double { horizontal.start }
    var right: Double { horizontal.end }
    var top: Double { vertical.end }
    var bottom: Double { vertical.start }

    func point(_ x: Double, _ y: Double) -> (Double, Double) {
        (horizontal.place(x), vertical.place(y))
    }

    /// Lines and figures at the ticks.
    func draw(
        on canvas: inout Canvas, _ horizontalTicks: [(value: Double, label: String)],
        _ horizontalTitle: String
    ) {
        for tick in vertical.byteTicks(atMost: 8) {
            let y = vertical.place(tick)
            canvas.line((left, y), (right, y), "grid")
            canvas.text(Self.memory(tick), left - 8, y + 4.5, .end, "faint small")
        }
        for tick in horizontalTicks {
            let x = horizontal.place(tick.value)
            canvas.line((x, bottom), (x, bottom + 5), "grid")
            canvas.text(tick.label, x, bottom + 19, .middle, "faint small")
        }
        canvas.line((left, bottom), (right, bottom), "grid")
        canvas.text(horizontalTitle, (left + right) / 2, bottom + 37, .middle, "faint small")
    }

    /// The budget, with its name, if it has one, on it where the least is in the way.
    ///
    /// - Parameter others: Places of what else is drawn, in pixels.
    func drawBudget(
        _ bytes: Double, _ name: String, clearOf others: [(Double, Double)],
        on canvas: inout Canvas
    ) {
        guard vertical.holds(bytes) else { return }
        let y = vertical.place(bytes)
        canvas.line((left, y), (right, y), "budget")
        guard !name.isEmpty else { return }
        let width = Double(TextWidth.columns(name)) * 7.5
        let places = [y - 6, y + 16].flatMap { baseline in
            stride(from: left + 6, to: max(left + 7, right - width), by: 40).map { ($0, baseline) }
        }
        func crowd(_ place: (Double, Double)) -> Int {
            others.count { x, y in
                x > place.0 - 8 && x < place.0 + width + 8 && y > place.1 - 18 && y < place.1 + 7
            }
        }
        let freest = places.min { crowd($0) < crowd($1) } ?? (left + 6, y - 6)
        canvas.text(name, freest.0, freest.1, .start, "limit small halo")
    }

    /// `64 MiB`, `1.5 GiB`: no decimal that says nothing.
    static func memory(_ bytes: Double) -> String {
        ByteCount(whole(bytes)).description.replacing(".0 ", with: " ")
    }

    /// The legend, in a line below, and what is to be said of what isn't drawn.
    func drawKey(_ entries: [String], _ note: String?, on canvas: inout Canvas) {
        let lines = [entries.joined(separator: " · ")] + [note].compactMap(\.self)
        for (number, line) in lines.reversed().enumerated() {
            canvas.text(
                line, left - 58, canvas.height - 8 - 18 * Double(number), .start, "faint small")
        }
    }
}
