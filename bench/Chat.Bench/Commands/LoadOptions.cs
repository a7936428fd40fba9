using System.CommandLine;
using Chat.Bench.Workloads;

namespace Chat.Bench.Commands;

/// <summary>The options of a workload's shape; every command takes those that mean something to it.</summary>
internal sealed class LoadOptions
{
    private readonly Option<int> _pairs = Int("--pairs", "Pairs of users.", 500);
    private readonly Option<int> _window = Int("--window", "Unacked messages that each sender keeps under way.", 16);
    private readonly Option<bool> _both = new("--both") { Description = "Both members of a pair send." };
    private readonly Option<int> _body = Int("--body", "Bytes of a message's content.", 200);
    private readonly Option<double> _rate = new("--rate") { Description = "Messages a second in all.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _connections;
    private readonly Option<double> _warmUp;
    private readonly Option<double> _seconds;
    private readonly Option<double> _settle;

    private readonly Option<AckStyle> _ack = new("--ack")
    {
        Description = "How recipients acknowledge: a frame per message, ids per read, or cumulative positions.",
        DefaultValueFactory = _ => AckStyle.Single,
    };

    public LoadOptions(int connections = 500, double seconds = 10)
    {
        _connections = Int("--connections", "Connections.", connections);
        _warmUp = Seconds("--warmup", "Seconds of load before measuring.", 5);
        _seconds = Seconds("--seconds", "Seconds measured.", seconds);
        _settle = Seconds("--settle", "Seconds between the last connection and measuring.", 20);
    }

    public void AddClosed(Command command) => Add(command, _pairs, _window, _both, _ack, _body, _warmUp, _seconds);

    public void AddOpen(Command command) => Add(command, _rate, _connections, _ack, _body, _warmUp, _seconds);

    public void AddSparse(Command command) => Add(command, _connections, _ack, _body, _warmUp, _seconds);

    public void AddIdle(Command command) => Add(command, _connections, _settle, _seconds);

    public void AddStorm(Command command) => Add(command, _connections, _ack, _body);

    public void AddSoak(Command command) => Add(command, _pairs, _window, _ack, _body, _warmUp);

    public Load Read(ParseResult parsed) => new()
    {
        Pairs = parsed.GetValue(_pairs),
        Window = parsed.GetValue(_window),
        Both = parsed.GetValue(_both),
        Ack = parsed.GetValue(_ack),
        BodyBytes = parsed.GetValue(_body),
        Connections = parsed.GetValue(_connections),
        Rate = parsed.GetValue(_rate),
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
        Measured = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
        Settle = TimeSpan.FromSeconds(parsed.GetValue(_settle)),
    };

    public static Option<int> Int(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    public static Option<double> Seconds(string name, string description, double value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static void Add(Command command, params Option[] options)
    {
        foreach (var option in options)
            command.Options.Add(option);
    }
}
