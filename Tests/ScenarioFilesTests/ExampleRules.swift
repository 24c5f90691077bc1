import Yams

/// The security rules for the CI examples, which must protect users from the pull requests that
/// they measure.
enum ExampleRules {
    /// A change that makes a file unsafe or invalid.
    struct Change: Sendable {
        var file: String
        var old: String
        var new: String
    }

    /// One change per rule.
    static let loosened = [
        Change(
            file: "github-gate.yml", old: "persist-credentials: false", new: "fetch-depth: 1"),
        Change(file: "github-gate.yml", old: "permissions: {}", new: "permissions: write-all"),
        Change(
            file: "github-gate.yml", old: "11d5960a326750d5838078e36cf38b85af677262", new: "v4"),
        Change(file: "github-gate.yml", old: "swift@sha256:8de8", new: "swift:6.3 #"),
        Change(
            file: "github-gate.yml", old: "      contents: read", new: "      contents: write"),
        Change(file: "github-gate.yml", old: "body=memory", new: "make build; body=memory"),
        Change(file: "github-gate.yml", old: "run: make build", new: "run: echo x >> $GITHUB_PATH"),
        Change(
            file: "github-gate.yml", old: "run: make build",
            new: "run: echo ${{ github.event.pull_request.title }}"),
        Change(file: "github-gate.yml", old: "  pull_request:\n", new: "  pull_request_target:\n"),
        Change(
            file: "github-memory.yml", old: "persist-credentials: false", new: "fetch-tags: true"),
        Change(
            file: "github-memory.yml", old: "      contents: read", new: "      issues: write"),
        Change(file: "github-memory.yml", old: "membudget@COMMIT", new: "membudget@main"),
        Change(
            file: "github-memory-comment.yml", old: "membudget/comment@COMMIT",
            new: "membudget@COMMIT"),
        Change(
            file: "github-memory-comment.yml", old: "security-events: write",
            new: "contents: write"),
        Change(
            file: "github-memory-comment.yml", old: "permissions: {}", new: "permissions: read-all"),
        Change(file: "github-shards.yml", old: "persist-credentials: false", new: "path: a"),
        Change(file: "gitlab.yml", old: "swift@sha256:8de8", new: "swift:6.3 #"),
        Change(file: "kubernetes.yaml", old: "runAsNonRoot: true", new: "runAsNonRoot: false"),
        Change(file: "kubernetes.yaml", old: "runAsUser: 10001", new: "runAsUser: 0"),
        Change(file: "kubernetes.yaml", old: "{type: RuntimeDefault}", new: "{type: Unconfined}"),
        Change(file: "kubernetes.yaml", old: "drop: [ALL]", new: "add: [SYS_PTRACE]"),
        Change(
            file: "kubernetes.yaml", old: "automountServiceAccountToken: false",
            new: "automountServiceAccountToken: true"),
        Change(file: "kubernetes.yaml", old: "@sha256:0000", new: ":latest #"),
        Change(
            file: "kubernetes.yaml", old: ", subPathExpr: memory-bench/$(INDEX)", new: ""),
        Change(file: "kubernetes-merge.yaml", old: ", readOnly: true", new: ""),
        Change(
            file: "kubernetes-merge.yaml", old: "readOnlyRootFilesystem: true",
            new: "readOnlyRootFilesystem: false"),
    ]

    /// Returns the mistakes of an example; empty if it has none.
    static func objections(to text: String, named name: String) throws -> [String] {
        let root = try Yams.compose(yaml: text) ?? Node("")
        switch name.prefix(6) {
        case "github": return GitHubWorkflow(root: root, text: text).objections
        case "kubern": return KubernetesJob(root: root).objections
        default: return isPinned(root["default"]?["image"]) ? [] : ["the image has no digest"]
        }
    }

    /// Returns whether an image is pinned by its digest.
    static func isPinned(_ image: Node?) -> Bool {
        (image?.string ?? "").wholeMatch(of: /[a-z.\/]+@sha256:[0-9a-f]{64}/) != nil
    }
}

/// A GitHub Actions workflow.
private struct GitHubWorkflow {
    let root: Node
    let text: String

    var objections: [String] {
        let jobs = root["jobs"]?.mapping.map(Array.init) ?? []
        let isBare = root["permissions"]?.mapping?.isEmpty == true
        let isForeign = text.contains("pull_request_target:\n")
        let isSearched = text.contains("$GITHUB_PATH") || text.contains("export PATH")
        return (isBare ? [] : ["all jobs have permissions"])
            + (isForeign ? ["it runs with the base's token"] : [])
            + (isSearched ? ["programs are looked for on a PATH of the pull request"] : [])
            + jobs.flatMap { objections(to: $0.value, named: $0.key.string ?? "") }
    }

    private func objections(to job: Node, named name: String) -> [String] {
        let steps = job["steps"]?.array() ?? []
        let granted = job["permissions"]?.mapping.map(Array.init) ?? []
        let writes = granted.filter { $0.value.string != "read" }
        let builds = steps.contains {
            $0["run"]?.string?.contains("make") == true
                || $0["uses"]?.string?.hasPrefix("actions/checkout") == true
                || $0["uses"]?.string?.hasPrefix("OWNER/membudget@") == true
        }
        let isComment =
            !builds
            && writes.allSatisfy {
                ["pull-requests", "security-events"].contains($0.key.string ?? "")
            }
        let isPinned = job["container"].map { ExampleRules.isPinned($0) } ?? true
        return (granted.isEmpty ? ["\(name) has the default permissions"] : [])
            + (writes.isEmpty || isComment ? [] : ["\(name) may write"])
            + (isPinned ? [] : ["\(name) runs in an image without a digest"])
            + steps.flatMap { objections(to: $0) }
    }

    private func objections(to step: Node) -> [String] {
        let uses = step["uses"]?.string ?? ""
        // OWNER and COMMIT are filled in by the user, with a commit.
        let isPinned =
            uses.isEmpty
            || uses.wholeMatch(of: /[a-z\/-]+@[0-9a-f]{40}|OWNER\/[a-z\/]+@COMMIT/) != nil
        let isCheckout = uses.hasPrefix("actions/checkout")
        let keeps = isCheckout && step["with"]?["persist-credentials"]?.bool != false
        // A shell would run text inserted into its script; a variable is only a value.
        let isPasted = step["run"]?.string?.contains("${{") == true
        return (isPinned ? [] : ["\(uses) can be moved"])
            + (keeps ? ["a token is left in .git/config"] : [])
            + (isPasted ? ["a value is pasted into a script"] : [])
    }
}

/// A Kubernetes job.
private struct KubernetesJob {
    let root: Node

    var objections: [String] {
        let pod = root["spec"]?["template"]?["spec"]
        let user = pod?["securityContext"]
        let containers = pod?["containers"]?.array() ?? []
        let rules = [
            ("it may run as root", user?["runAsNonRoot"]?.bool == true),
            ("it runs as root", (user?["runAsUser"]?.int ?? 0) > 0),
            ("no seccomp profile", user?["seccompProfile"]?["type"]?.string == "RuntimeDefault"),
            ("a token of the cluster", pod?["automountServiceAccountToken"]?.bool == false),
            ("no container", containers.count == 1),
        ]
        return rules.filter { !$0.1 }.map(\.0) + containers.flatMap { objections(to: $0) }
    }

    private func objections(to container: Node) -> [String] {
        let context = container["securityContext"]
        let capabilities = context?["capabilities"]
        let mounts = container["volumeMounts"]?.array() ?? []
        let runs = mounts.filter { $0["name"]?.string == "runs" }
        // A shard sees only its own folder, and the joining job can't change any.
        let areApart = runs.allSatisfy { mount in
            mount["subPathExpr"]?.string?.contains("$(INDEX)") == true
                || mount["readOnly"]?.bool == true
                || mount["subPath"]?.string?.hasSuffix("-joined") == true
        }
        let rules = [
            ("an image without a digest", ExampleRules.isPinned(container["image"])),
            ("it may gain privileges", context?["allowPrivilegeEscalation"]?.bool == false),
            ("its image can be written to", context?["readOnlyRootFilesystem"]?.bool == true),
            (
                "it has capabilities",
                capabilities?["drop"]?[0]?.string == "ALL"
                    && capabilities?["add"] == nil
            ),
            ("shards can write each other's", areApart && !runs.isEmpty),
        ]
        return rules.filter { !$0.1 }.map(\.0)
    }
}
