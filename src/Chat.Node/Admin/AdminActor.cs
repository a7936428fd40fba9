using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Akka.Actor;
using Chat.Actors.Administration;
using Chat.Node.Admin.Commands;
using Chat.Node.Admin.Figures;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin;

/// <summary>Where the command hosts of other nodes ask this one: <c>/user/admin</c>.</summary>
internal sealed class AdminActor : ReceiveActor
{
    public const string Name = "admin";

    /// <summary>Of one answer; what is longer is cut off, with a line that says so.</summary>
    private const int MaxLines = 5_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public AdminActor(CommandRunner runner, NodeMeasurements measurements)
    {
        Receive<NodeCommand>(command => { _ = RunAsync(runner, command).PipeTo(Sender, Self); });
        Receive<AskFigures>(ask => { _ = measurements.TakeAsync(TimeSpan.FromMilliseconds(Math.Clamp(ask.Milliseconds, 0, 10_000))).PipeTo(Sender, Self); });
    }

    public static Props Props(CommandRunner runner, NodeMeasurements measurements) => Akka.Actor.Props.Create(() => new AdminActor(runner, measurements));

    private static async Task<NodeLines> RunAsync(CommandRunner runner, NodeCommand command)
    {
        using var limit = new CancellationTokenSource(Limit);
        var lines = new Lines();
        var failure = await runner.RunAsync(command.Line, new AdminCaller(command.Session, command.User, command.From), lines, limit.Token);
        if (limit.IsCancellationRequested) failure ??= (AdminErrors.Failed, $"The node has not come to an end within {Limit.TotalSeconds} s.");
        return lines.ToAnswer(failure);
    }

    private sealed class Lines : IAnswer
    {
        private readonly List<string> _lines = [];
        private readonly List<string> _data = [];

        public ValueTask LineAsync(string text, JsonObject? data)
        {
            if (_lines.Count == MaxLines) (text, data) = ("… cut off here", null);
            if (_lines.Count > MaxLines) return ValueTask.CompletedTask;
            _lines.Add(text);
            _data.Add(data?.ToJsonString() ?? "");
            return ValueTask.CompletedTask;
        }

        public ValueTask ScreenAsync(IReadOnlyList<string> lines, JsonObject data) => ValueTask.CompletedTask; // of one node there are no screens

        public NodeLines ToAnswer((string Kind, string Text)? failure) => new([.. _lines], [.. _data], failure?.Kind ?? "", failure?.Text ?? "");
    }
}
