import Glibc
import MemoryBudget
import Processes

/// The account that a server runs as.
enum ServerAccount: Equatable {
    /// Who we are.
    case ours
    /// Another, as a server refuses to run as root.
    case other(Account)

    /// Chooses the account: ours, unless we are root.
    ///
    /// - Parameters:
    ///   - user: Who we are.
    ///   - isListed: Says whether a user has an entry among the system's accounts.
    ///   - lookUp: Finds an account by its name.
    /// - Throws: `MachineError` `.unavailable`, with what to do, if there is none to run as.
    init(
        user: uid_t = geteuid(), isListed: (uid_t) -> Bool = { getpwuid($0) != nil },
        lookUp: (String) -> Account? = Account.init(named:)
    ) throws {
        guard user == 0 else {
            // The name of who it runs as is the first thing that initdb asks for.
            guard isListed(user) else {
                throw MachineError(
                    .unavailable,
                    "PostgreSQL can't run as user ID \(user), which has no entry in /etc/passwd;"
                        + " add one, or run membudget as a user that has one")
            }
            self = .ours
            return
        }
        guard let account = lookUp("postgres") ?? lookUp("nobody") else {
            throw MachineError(
                .unavailable,
                "PostgreSQL can't run as root, and there is no account 'postgres' or 'nobody';"
                    + " add one of them, or run membudget as another user")
        }
        self = .other(account)
    }

    /// The account to switch to; nil for ours.
    var account: Account? {
        switch self {
        case .ours: nil
        case .other(let account): account
        }
    }
}
