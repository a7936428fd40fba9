using System.CommandLine;
using Chat.Bench.Nodes;
using Chat.Bench.Roofs;

namespace Chat.Bench.Commands;

/// <summary>What is driven, and where its files go.</summary>
internal sealed class TargetOptions
{
    private readonly Option<TargetKind> _target = new("--target", "-t")
    {
        Description = "What to drive: the bare relay, or our node on one of its databases.",
        DefaultValueFactory = _ => TargetKind.SQLite,
    };

    private readonly Option<string?> _node = new("--node") { Description = "Chat.Node.dll; by default the Release build above the current folder." };
    private readonly Option<string?> _url = new("--url") { Description = "Drive a node that runs already, such as http://127.0.0.1:8080." };
    private readonly Option<string?> _key = new("--signing-key") { Description = "Its Chat__Auth__SigningKey." };
    private readonly Option<int?> _pid = new("--server-pid") { Description = "Its process id; without it there are no server figures." };

    private readonly Option<string> _workFolder = WorkFolder();

    private readonly Option<string[]> _environment = new("--node-env")
    {
        Description = "NAME=VALUE for the node's environment; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _postgres = new("--postgres-setting")
    {
        Description = "NAME=VALUE for the PostgreSQL that is started, such as wal_compression=lz4; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    // For the relay: every n-th message goes wrong. Checks of the load generator itself.
    private readonly Option<int> _fault = new("--fault") { Hidden = true };
    private readonly Option<RelayFaultKind> _faultKind = new("--fault-kind") { Hidden = true };

    public void AddTo(Command command, bool chooseTarget)
    {
        if (chooseTarget)
            command.Options.Add(_target);
        command.Options.Add(_node);
        if (chooseTarget)
        {
            command.Options.Add(_url);
            command.Options.Add(_key);
            command.Options.Add(_pid);
        }

        command.Options.Add(_workFolder);
        command.Options.Add(_environment);
        command.Options.Add(_postgres);
        command.Options.Add(_fault);
        command.Options.Add(_faultKind);
    }

    public static Option<string> WorkFolder() => new("--work-dir")
    {
        Description = "Where data folders, PostgreSQL clusters and logs go; the disk under it is the disk that is measured.",
        DefaultValueFactory = _ => Path.GetTempPath(),
    };

    public TargetKind Kind(ParseResult parsed) => parsed.GetValue(_target);

    /// <param name="ofWorkload">What the workload wants in the node's environment; what is asked for by option counts.</param>
    public TargetFactory Factory(ParseResult parsed, params (string Name, string Value)[] ofWorkload) => new(new TargetSettings(
        parsed.GetValue(_node), parsed.GetValue(_url), parsed.GetValue(_key), parsed.GetValue(_pid),
        parsed.GetRequiredValue(_workFolder), Environment(parsed, ofWorkload), Pairs(parsed, _postgres), parsed.GetValue(_fault), parsed.GetValue(_faultKind)));

    private Dictionary<string, string> Environment(ParseResult parsed, (string Name, string Value)[] ofWorkload)
    {
        var environment = ofWorkload.ToDictionary(pair => pair.Name, pair => pair.Value);
        foreach (var (name, value) in Pairs(parsed, _environment))
            environment[name] = value;
        return environment;
    }

    private static (string Name, string Value)[] Pairs(ParseResult parsed, Option<string[]> option) =>
    [
        .. parsed.GetRequiredValue(option).Select(pair => pair.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? (name, value)
            : throw new BenchException($"{option.Name} {pair}: NAME=VALUE is wanted.")),
    ];
}
