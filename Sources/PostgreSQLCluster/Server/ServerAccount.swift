import Glibc
import MemoryBudget
import Processes

/// The account that a server runs as.
enum ServerAccount: Equatable {
    /// The account of this process.
    case ours
    /// Another account, because a server refuses to run as root.
    case other(Account)

    /// Chooses the account: that of this process, unless it is root.
    ///
    /// - Parameters:
    ///   - user: The user ID of this process.
    ///   - isListed: Returns whether a user has an entry in the system's accounts.
    ///   - lookUp: Finds an account by its name.
    /// - Throws: `MachineError` `.unavailable`, with the remedy, if no account can run the server.
    init(
        user: uid_t = geteuid(), isListed: (uid_t) -> Bool = { getpwuid($0) != nil },
        lookUp: (String) -> Account? = Account.init(named:)
    ) throws {
        guard user == 0 else {
            // initdb fails if the user running it has no name.
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

    /// The account to switch to; `nil` to stay with that of this process.
    var account: Account? {
        switch self {
        case .ours: nil
        case .other(let account): account
        }
    }
}
