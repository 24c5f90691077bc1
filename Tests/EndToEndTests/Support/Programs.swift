import Foundation
import TestSupport

/// What a machine may lack.
enum Programs {
    /// Whether groups of ours can be made here.
    static let canMakeCgroups = Leftovers.ownDirectories().contains { access($0, W_OK) == 0 }
}
