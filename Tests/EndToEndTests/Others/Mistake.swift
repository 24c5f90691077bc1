import Testing

/// A wrong command line, and the expected answer.
struct Mistake: CustomTestStringConvertible {
    /// The arguments after the program's name, split at spaces.
    let arguments: [String]
    let status: Int
    /// Parts of the message: the problem, and a way to fix it.
    let sentences: [String]

    init(_ line: String, _ status: Int, _ sentences: String...) {
        arguments = line.split(separator: " ").map(String.init)
        self.status = status
        self.sentences = sentences
    }

    /// Creates a mistake whose arguments contain spaces.
    init(words: [String], _ status: Int, _ sentences: String...) {
        arguments = words
        self.status = status
        self.sentences = sentences
    }

    var testDescription: String { arguments.joined(separator: " ") }
}

extension Mistake {
    /// Mistakes in names of commands and options.
    static let names = [
        Mistake("bnech", 64, "unknown command 'bnech'; did you mean 'bench'?"),
        Mistake("benhc csv-ingest", 64, "unknown command 'benhc'; did you mean 'bench'?"),
        Mistake("help bnech", 64, "unknown command 'bnech'; did you mean 'bench'?"),
        Mistake("xyzzy", 64, "unknown command 'xyzzy'; 'membudget --help' lists the commands"),
        Mistake(
            "python3 import.py", 64,
            "to measure a program: membudget run -- python3 import.py"),
        Mistake(
            "bench csv-ingest --stratgy x", 64, "Unknown option '--stratgy'",
            "Did you mean '--strategy'?", "See 'membudget bench --help'."),
        Mistake("gate --basline x", 64, "Did you mean '--baseline'?"),
        Mistake("bench csv-ingest -x", 64, "Unknown option '-x'", "See 'membudget bench --help'."),
        Mistake("--verison", 64, "unknown option '--verison'; did you mean '--version'?"),
        Mistake("list x", 64, "Unexpected argument 'x'", "See 'membudget list --help'."),
        Mistake("doctor x", 64, "Unexpected argument 'x'", "See 'membudget doctor --help'."),
        Mistake(
            "init python3 a.py", 64,
            "write the command after --, as in: membudget init -- python3 a.py"),
        Mistake("run", 64, "no command; write it after --, as in: membudget run -- ls -l"),
        Mistake(
            "run sleep 5", 64, "no command; write it after --, as in: membudget run -- sleep 5"),
    ]

    /// Mistakes in options that take one of several words.
    static let choices = [
        Mistake("bench csv-ingest --metric peak-rs", 64, "did you mean 'peak-rss'?"),
        Mistake(
            "run --metric memory --budget 1GiB -- true", 64,
            "unknown metric 'memory' (choose from peak-rss, peak-anon,"),
        Mistake("bench csv-ingest --enforce cgruop", 64, "did you mean 'cgroup'?"),
        Mistake("gate csv-ingest --require-enforcement rlmit", 64, "did you mean 'rlimit'?"),
        Mistake("bench csv-ingest --allocator jemaloc", 64, "did you mean 'jemalloc'?"),
        Mistake(
            "size csv-ingest --strategy streamed --input-max 10k --for kubernets", 64,
            "did you mean 'kubernetes'?"),
        Mistake("bench csv-ingest --format markdwon", 64, "did you mean 'markdown'?"),
        Mistake("compare norun norun --format jsn", 64, "did you mean 'json'?"),
        Mistake("report norun --format markdown,htlm", 64, "did you mean 'html'?"),
        Mistake("report norun --format pdf", 64, "unknown format 'pdf' (choose from markdown,"),
        Mistake("profile norun --format speedscop", 64, "unknown format 'speedscop'"),
        Mistake("profile norun --sort peek", 64, "did you mean 'peak'?"),
    ]

    /// Mistakes in sizes, scales, times and numbers.
    static let quantities = [
        Mistake("bench csv-ingest --budget", 64, "Missing value for '--budget <size>'"),
        Mistake("bench csv-ingest --budget 64MB", 64, "did you mean '64MiB'?"),
        Mistake("run --budget 0MiB -- true", 64, "a budget must be greater than zero"),
        Mistake("run --budget 512m -- true", 64, "did you mean '512MiB'?"),
        Mistake("gate csv-ingest --budget 1,5GiB", 64, "did you mean '1.5GiB'?"),
        Mistake("bench csv-ingest --budget 67108864", 64, "did you mean '64MiB'?"),
        Mistake("bench csv-ingest --budget lots", 64, "'lots' is not a size such as 64MiB"),
        Mistake("bench csv-ingest --scale 10m", 64, "did you mean '10M'?"),
        Mistake("bench csv-ingest --scale 10,000", 64, "did you mean '10000'?"),
        Mistake("bench csv-ingest --scale 0", 64, "a scale must be at least 1"),
        Mistake("need csv-ingest --strategy streamed --scale 0", 64, "a scale must be at least 1"),
        Mistake("limit csv-ingest --strategy streamed --max-scale x", 64, "'x' is not a scale"),
        Mistake("run --timeout 30 -- true", 64, "did you mean '30s'?"),
        Mistake("bench csv-ingest --time-limit 1:30", 64, "'1:30' is not a time such as 30s"),
        Mistake("clean --older-than 7", 64, "did you mean '7d'?"),
        Mistake("bench csv-ingest --trials three", 64, "'three' is not a whole number from 1 to"),
        Mistake("run --trials 0 -- true", 64, "'0' is too small; the smallest is 1"),
        Mistake("run --cpus 5000 -- true", 64, "'5000' is too large; the largest is 4096"),
        Mistake("bench csv-ingest --seed -1", 64, "--seed"),
        Mistake("bench csv-ingest --shard 3/2", 64, "is not a shard; use 1/2 to 2/2"),
        Mistake("bench csv-ingest --live --port http", 64, "'http' is not a whole number from 0"),
        Mistake("dashboard norun --port 99999", 64, "'99999' is too large; the largest is 65535"),
        Mistake(
            "limit csv-ingest --strategy streamed --resolution 0", 64,
            "'0' is not a number from 0.1 to 100"),
        Mistake(
            "size csv-ingest --strategy streamed --input-max 10k --risk 60%", 64,
            "'60%' is not a number from 0.1 to 40"),
        Mistake("bench csv-ingest --sample-interval 1B", 64, "--sample-interval must be"),
        Mistake("bench csv-ingest --set batch", 64, "has no name and value, as in batch=VALUE"),
        Mistake("run --env HOME -- true", 64, "has no name and value, as in HOME=VALUE"),
        Mistake("bench csv-ingest --set batch=1k", 64, "did you mean '1000'?"),
        Mistake("bench csv-ingest --set btach=5", 64, "did you mean 'batch'?"),
        Mistake(
            "generate csv-rows --scale 10 --output o --set bad=lots", 64,
            "'bad' must be a share of the rows, from 0 to 1"),
        Mistake("generate hotel-contracts --scale 10 --output o --set file-size=64KB", 64, "64KiB"),
    ]

    /// Missing or contradicting options.
    static let combinations = [
        Mistake(
            "bench csv-ingest --port 80", 64, "--port is the port of the --live page; add --live"),
        Mistake(
            "bench csv-ingest --profile --no-ptrace", 64,
            "--profile needs tracing; leave out --no-ptrace"),
        Mistake("bench csv-ingest --profile --no-autopsy", 64, "leave out --no-autopsy"),
        Mistake("run --metric peak-rss -- true", 64, "give a --budget too"),
        Mistake("run --enforce cgroup -- true", 64, "--enforce cgroup needs a --budget to enforce"),
        Mistake("run --profile p --trials 2 -- true", 64, "--profile runs one trial"),
        Mistake("run --sample-interval 1MiB -- true", 64, "--sample-interval needs --profile DIR"),
        Mistake("gate csv-ingest --ratchet", 64, "--ratchet needs --baseline DIR or --against"),
        Mistake("gate csv-ingest --require-baseline", 64, "needs --baseline DIR"),
        Mistake("gate csv-ingest --baseline a --against b", 64, "give only one of --baseline,"),
        Mistake(
            "bench csv-ingest --metric peak-live --allocator system", 64,
            "add --allocator jemalloc"),
        Mistake("limit csv-ingest", 64, "Missing expected argument '--strategy <name>'"),
        Mistake("need csv-ingest --strategy streamed", 64, "Missing expected argument '--scale"),
        Mistake(
            "need csv-ingest --strategy streamed --scale 10k --budget 5MiB", 64,
            "leave out --budget"),
        Mistake(
            "size csv-ingest --strategy streamed", 64, "Missing expected argument '--input-max"),
        Mistake(
            "size csv-ingest --strategy streamed --input-max 10k --budget 5MiB", 64,
            "leave out --budget"),
        Mistake(
            "size csv-ingest --strategy streamed --input-max 10k --scale 20k", 64,
            "every --scale must be at most --input-max"),
        Mistake("merge norun", 64, "Missing expected argument '--output <dir>'"),
        Mistake("report norun norun2", 64, "give --output DIR"),
        Mistake("profile norun --format json,pprof", 64, "give --output DIR"),
        Mistake("compare norun", 64, "Missing expected argument '<head>'"),
        Mistake("generate csv-rows --output o", 64, "--scale 10k, or --size, such as"),
        Mistake(
            "generate csv-rows --scale 10 --size 5MiB --output o", 64,
            "give either --scale or --size, not both"),
        Mistake(
            words: ["bench", "csv-ingest", "--command", "ls"], 64, "leave out 'csv-ingest' or"),
        Mistake(
            words: ["bench", "--command", "python3 'a.py"], 64,
            "character 9: the quote ' is not closed"),
        Mistake(
            words: ["bench", "--command", "cat < {input}"], 64,
            "'<' needs a shell, but none is used; quote it, or run sh -c"),
        Mistake(words: ["bench", "--command", " "], 64, "names no program"),
        Mistake(
            words: ["bench", "--command", "ls", "--scale", "1", "--scale", "2"], 64,
            "--command 'ls' is the same at all 2 scales"),
        Mistake(
            "bench csv-ingest --verify same-as:x", 64, "--verify is for --command"),
        Mistake(
            words: ["bench", "--command", "ls", "--verify", "same-as:x"], 64,
            "there is no strategy 'x' (there is ls)"),
        Mistake(
            words: [
                "bench", "--command", "cat {input}", "--input", "rows.json", "--scale", "2",
            ], 65, "or omit --scale to use all of it"),
        Mistake(
            words: ["bench", "--command", "cat {input}", "--input", "quote.csv"], 65,
            "quote.csv:2:3: the quote that opens here is not closed"),
        Mistake("init -- cat header.csv", 66, "has no rows below its header"),
        Mistake(words: ["bench", "--command", "cat {input}"], 64, "give --input FILE"),
        Mistake(words: ["gate", "--command", "x {scale}"], 64, "give --scale, such as 10k"),
        Mistake(
            words: ["bench", "--command", "cat a.csv", "--input", "rows.csv"], 64,
            "write {input} where its path belongs"),
        Mistake("init --input rows.csv -- ls x", 64, "write {input} where its path belongs"),
        Mistake("init -- cp rows.csv more.csv x", 64, "say which one grows with the scale"),
        Mistake("init --input rows.csv", 64, "--input needs the command"),
    ]

    /// Scenarios, strategies, files and runs that don't exist, or are something else.
    static let places = [
        Mistake("bench csv-ingset", 66, "did you mean 'csv-ingest'?"),
        Mistake("bench nothere.yaml", 66, "'membudget list' shows all scenarios"),
        Mistake("bench folder", 66, "contains no scenario"),
        Mistake("bench empty.yaml", 65, "empty.yaml:1:1: error: the file is empty;"),
        Mistake("bench binary.yaml", 65, "binary.yaml:1:1: error: a binary file, not a scenario"),
        Mistake("bench latin.yaml", 65, "latin.yaml:2:11: error: not valid UTF-8"),
        Mistake("bench csv-ingest --strategy streemed", 64, "did you mean 'streamed'?"),
        Mistake("limit csv-ingest --strategy x", 64, "has no strategy 'x' (it has load-all,"),
        Mistake("bench csv-ingest --input nope.csv", 66, "can't read nope.csv: No such file"),
        Mistake("bench csv-ingest --input folder", 66, "'folder'"),
        Mistake("init --input nope.csv -- cat {input}", 66, "nope.csv"),
        Mistake(
            "gate csv-ingest --baseline nothere", 66,
            "with --update-baseline in place of --baseline creates it"),
        Mistake("gate csv-ingest --against nothere", 66, "can't read nothere"),
        Mistake("report norun", 66, "not the folder of a run; choose a folder that holds run.json"),
        Mistake("report rows.csv", 66, "rows.csv"),
        Mistake("report badrun", 65, "badrun/run.json: this is not a run of membudget"),
        Mistake("compare norun norun", 66, "not the folder of a run"),
        Mistake("merge norun --output x", 66, "not the folder of a run"),
        Mistake("profile nothere", 66, "not the folder of a run"),
        Mistake("dashboard norun", 66, "not the folder of a run"),
        Mistake("bench --resume", 64, "name one with --run-dir DIR"),
        Mistake(
            "generate csv-rosw --scale 10 --output o", 64, "did you mean 'csv-rows'?"),
        Mistake("run -- nothere", 127, "nothere: command not found"),
        Mistake("run -- ./rows.csv", 126, "could not be executed"),
        Mistake("run --directory nothere -- ls", 125, "can't enter its folder, nothere"),
        Mistake("run --json nothere/x -- ls", 125, "can't write nothere/x"),
        Mistake("init -- taken", 73, "Scenarios/taken.yaml already exists; move it, or edit it"),
    ]
}
