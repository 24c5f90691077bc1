import Glibc
import Processes

/// The parts of the machine that decide who can give us a cgroup of our own.
struct Surroundings: Equatable, Sendable {
    /// Whether we are root.
    var isRoot = false
    /// The path of systemd-run; nil without one.
    var systemdRun: String?
    /// Whether the system's service manager can be asked.
    var hasSystemManager = false
    /// Whether our user's service manager can be asked.
    var hasUserManager = false
    /// Whether systemd has given us a scope already.
    var isInScope = false
    /// The kind of container that we are in; nil for none that is known.
    var container: Container?

    /// Kinds of containers, by the program that makes them.
    enum Container: Equatable, Sendable {
        case docker, podman, kubernetes
    }

    /// Whether the service manager that is ours to ask would give us a scope.
    var canAskForScope: Bool {
        systemdRun != nil && (isRoot ? hasSystemManager : hasUserManager) && !isInScope
    }
}

extension Surroundings {
    /// Looks at the machine.
    ///
    /// - Parameters:
    ///   - environment: Our variables.
    ///   - isRoot: Whether we are root.
    ///   - isInScope: Whether systemd has given us a scope already.
    ///   - exists: Tells whether there is a file; default looks at the machine's.
    init(
        environment: [String: String], isRoot: Bool, isInScope: Bool,
        exists: (String) -> Bool = { access($0, F_OK) == 0 }
    ) {
        self.isRoot = isRoot
        self.isInScope = isInScope
        systemdRun =
            ProgramLookup(
                "systemd-run", searchPath: environment["PATH"], workingDirectory: nil
            ).path
        hasSystemManager =
            exists("/run/systemd/system")
            && (exists("/run/systemd/private") || exists("/run/dbus/system_bus_socket"))
        if let runtime = environment["XDG_RUNTIME_DIR"], !runtime.isEmpty {
            hasUserManager = exists("\(runtime)/systemd/private") || exists("\(runtime)/bus")
        }
        container = Self.container(environment: environment, exists: exists)
    }

    private static func container(
        environment: [String: String], exists: (String) -> Bool
    ) -> Container? {
        // A pod's containers may have Docker's mark as well.
        if environment["KUBERNETES_SERVICE_HOST"] != nil
            || exists("/var/run/secrets/kubernetes.io")
        {
            return .kubernetes
        }
        if exists("/run/.containerenv") { return .podman }
        return exists("/.dockerenv") ? .docker : nil
    }

    /// The machine that we run on.
    static var system: Surroundings {
        Surroundings(
            environment: currentEnvironment(), isRoot: geteuid() == 0, isInScope: ScopeMark.isSet)
    }
}
