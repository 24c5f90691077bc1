import Glibc
import Processes

/// The properties of the machine that determine which program can give us a cgroup of our own.
struct Surroundings: Equatable, Sendable {
    /// Whether we are root.
    var isRoot = false
    /// The path of systemd-run; `nil` if it is not installed.
    var systemdRun: String?
    /// Whether the system's service manager is available.
    var hasSystemManager = false
    /// Whether our user's service manager is available.
    var hasUserManager = false
    /// Whether systemd has already given us a scope.
    var isInScope = false
    /// The kind of container that we are in; `nil` for none, or an unknown one.
    var container: Container?

    /// The kinds of containers, by the program that creates them.
    enum Container: Equatable, Sendable {
        case docker, podman, kubernetes
    }

    /// Whether the service manager that we may use would give us a scope.
    var canAskForScope: Bool {
        systemdRun != nil && (isRoot ? hasSystemManager : hasUserManager) && !isInScope
    }
}

extension Surroundings {
    /// Examines the machine.
    ///
    /// - Parameters:
    ///   - environment: Our environment variables.
    ///   - isRoot: Whether we are root.
    ///   - isInScope: Whether systemd has already given us a scope.
    ///   - exists: Returns whether a file exists; default checks this machine.
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
        // A pod's containers may have Docker's marker file as well.
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
