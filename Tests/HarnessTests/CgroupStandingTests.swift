import MemoryBudget
import Processes
import Testing

@testable import Harness

@Suite("Obstacles to cgroups with limits, and their remedies")
struct CgroupStandingTests {
    private typealias Obstacle = CgroupStanding.Obstacle

    private func standing(_ obstacle: CgroupStanding.Obstacle?) -> CgroupStanding {
        CgroupStanding(tier: .cgroupV2, obstacle: obstacle)
    }

    @Test(
        "Version 2 is unusable if shared, unwritable or without the memory controller")
    func version2() {
        func obstacle(
            _ processes: [Int], after change: (FakeHierarchy) -> Void = { _ in }
        ) -> CgroupStanding {
            let files = FakeHierarchy(processes: processes)
            change(files)
            return CgroupStanding(files: files, process: 7)
        }
        #expect(obstacle([7]) == standing(nil))
        #expect(obstacle([5, 7]) == standing(.shared))
        #expect(obstacle([0, 7]) == standing(.foreign))
        #expect(obstacle([7]) { $0.forbid(FakeHierarchy.own) } == standing(.readOnly))
        #expect(obstacle([7]) { $0.setControllers("cpu") } == standing(.withoutController))
    }

    @Test("Version 2 is usable in the root group and in one that already delegates the controller")
    func divided() {
        let files = FakeHierarchy(processes: [])
        let own = CgroupReader(path: FakeHierarchy.own, files: files)
        _ = files.write("+memory", to: "\(own.path)/cgroup.subtree_control")
        #expect(CgroupV2().obstacle(to: 7, in: own) == nil)
        let highest = CgroupReader(path: "/sys/fs/cgroup", files: FakeHierarchy())
        #expect(CgroupV2().obstacle(to: 7, in: highest) == nil)
    }

    @Test("Version 1 is usable if it is writable")
    func version1() {
        let files = FakeHierarchy()
        let own = CgroupReader(path: FakeHierarchy.own, files: files)
        #expect(CgroupV1().obstacle(to: 7, in: own) == nil)
        files.forbid(FakeHierarchy.own)
        #expect(CgroupV1().obstacle(to: 7, in: own) == .readOnly)
    }

    @Test("An examination changes nothing")
    func changesNothing() {
        let files = FakeHierarchy()
        _ = CgroupStanding(files: files, process: 7)
        #expect(files.written.isEmpty)
    }

    private static let user = Surroundings(
        systemdRun: "/usr/bin/systemd-run", hasSystemManager: true, hasUserManager: true)
    private static let root = Surroundings(
        isRoot: true, systemdRun: "/usr/bin/systemd-run", hasSystemManager: true)

    private func command(_ obstacle: Obstacle?, in place: Surroundings) -> String? {
        CgroupRemedy.command(for: standing(obstacle), in: place)
    }

    @Test("The remedy depends on the obstacle and on the available service managers")
    func commands() {
        let scope = "systemd-run --scope -p Delegate=yes membudget …"
        let userScope = "systemd-run --user --scope -p Delegate=yes membudget …"
        #expect(command(nil, in: Self.user) == nil)
        for obstacle in [Obstacle.shared, .readOnly, .withoutController] {
            #expect(command(obstacle, in: Self.user) == userScope)
            #expect(command(obstacle, in: Self.root) == scope)
        }
        var loggedOut = Self.user
        loggedOut.hasUserManager = false
        #expect(command(.readOnly, in: loggedOut) == "sudo \(scope)")
        #expect(command(.shared, in: loggedOut) == "membudget … --take-cgroup")
        #expect(command(.readOnly, in: Surroundings()) == "sudo membudget … --take-cgroup")
        #expect(command(.absent, in: Surroundings()) == "sudo mount -t cgroup2 none /sys/fs/cgroup")
    }

    @Test("In a container, the remedy is another way to start it")
    func containers() {
        let docker = Surroundings(isRoot: true, container: .docker)
        #expect(
            command(.readOnly, in: docker) == "docker run --security-opt writable-cgroups=true …")
        #expect(command(.shared, in: docker) == "membudget … --take-cgroup")
        #expect(
            command(.foreign, in: docker)
                == "docker run --cgroupns=private --security-opt writable-cgroups=true …")
        #expect(
            command(.readOnly, in: Surroundings(isRoot: true, container: .podman))
                == "podman run --security-opt unmask=/sys/fs/cgroup …")
        #expect(command(.readOnly, in: Surroundings(isRoot: true, container: .kubernetes)) == nil)
    }

    @Test("Version 1 needs root, or a privileged container")
    func version1Commands() {
        let standing = CgroupStanding(tier: .cgroupV1, obstacle: .readOnly)
        #expect(CgroupRemedy.command(for: standing, in: Surroundings()) == "sudo membudget …")
        let docker = Surroundings(isRoot: true, container: .docker)
        #expect(CgroupRemedy.command(for: standing, in: docker) == "docker run --privileged …")
    }

    @Test("Surroundings are determined from files and variables")
    func surroundings() {
        func look(
            _ variables: [String: String], files: Set<String>, isRoot: Bool = false
        ) -> Surroundings {
            Surroundings(
                environment: variables.merging(["PATH": "/nowhere"]) { old, _ in old },
                isRoot: isRoot, isInScope: false, exists: files.contains)
        }
        let runtime = ["XDG_RUNTIME_DIR": "/run/user/1000"]
        #expect(look(runtime, files: ["/run/user/1000/bus"]).hasUserManager)
        #expect(look(runtime, files: ["/run/user/1000/systemd/private"]).hasUserManager)
        #expect(!look(runtime, files: []).hasUserManager)
        #expect(!look([:], files: ["/bus"]).hasUserManager)
        #expect(look([:], files: ["/run/systemd/system", "/run/systemd/private"]).hasSystemManager)
        #expect(!look([:], files: ["/run/systemd/private"]).hasSystemManager)
        #expect(look([:], files: ["/.dockerenv"]).container == .docker)
        #expect(look([:], files: ["/run/.containerenv"]).container == .podman)
        let pod = look(["KUBERNETES_SERVICE_HOST": "10.0.0.1"], files: ["/.dockerenv"])
        #expect(pod.container == .kubernetes)
        #expect(look([:], files: []) == Surroundings())
    }

    @Test("Tracing, huge pages and swap have one remedy each")
    func machine() {
        func remedies(_ place: Surroundings, traceScope: Int?) -> MachineRemedies {
            MachineRemedies(surroundings: place, traceScope: traceScope)
        }
        let docker = Surroundings(isRoot: true, container: .docker)
        #expect(remedies(docker, traceScope: 1).tracing == "docker run --cap-add=SYS_PTRACE …")
        #expect(
            remedies(Self.user, traceScope: 2).tracing == "sudo sysctl kernel.yama.ptrace_scope=1")
        #expect(remedies(Self.user, traceScope: 3).tracing == "membudget … --no-ptrace")
        #expect(remedies(Self.user, traceScope: nil).swap == "sudo swapoff -a")
        #expect(remedies(Self.root, traceScope: nil).swap == "swapoff -a")
        #expect(
            remedies(Self.user, traceScope: nil).hugePages.hasPrefix("echo madvise | sudo tee "))
    }
}
