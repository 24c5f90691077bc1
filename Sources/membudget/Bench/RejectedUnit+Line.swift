import FoundationEssentials
import RunStore

extension RejectedUnit {
    /// Reads a line of a worker's list, `{"file":"…","line":N,"reason":"…"}`; nil for anything else.
    init?(line text: String) {
        guard let unit = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
            return nil
        }
        self = unit
    }
}
