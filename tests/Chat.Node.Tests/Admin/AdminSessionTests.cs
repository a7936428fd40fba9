using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Akka.Actor;
using Chat.Node.Admin;
using Chat.Node.Admin.Commands;
using Chat.Node.Configuration;
using Chat.Protocol.Admin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chat.Node.Tests.Admin;

/// <summary>One client's commands, one after the other; the rest of it is in the tests of whole processes.</summary>
public sealed class AdminSessionTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "chat", "akka { actor.provider = cluster\n remote.dot-netty.tcp { hostname = 127.0.0.1\n port = 0 }\n loglevel = OFF\n stdout-loglevel = OFF }");

    private readonly Wire _wire = new();
    private readonly Echo _echo = new();
    private readonly CancellationTokenSource _stop = new();
    private AdminSession _session = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        var sessions = new AdminSessions(new ChatSettings(), _system, NullLogger<AdminSessions>.Instance);
        _session = new AdminSession(_wire, "here", "admin-1", sessions, new CommandRunner([_echo], NullLogger<CommandRunner>.Instance), TimeProvider.System);
        _running = _session.RunAsync(_stop.Token);
        await _wire.SayAsync("""{"hello":1}""");
        await _wire.HeardAsync(1);
    }

    [Fact]
    public async Task Who_asks_again_as_soon_as_the_end_is_read_is_answered()
    {
        var asked = 1;
        _wire.OnFinal = async () =>
        {
            if (asked == 20) return;
            // The line is at the client already while the node still writes it.
            await _wire.SayAsync($$"""{"run":{{++asked}},"command":"echo word"}""");
            await Eventually.HoldsAsync(() => _wire.IsRead);
        };
        await _wire.SayAsync("""{"run":1,"command":"echo word"}""");
        await _wire.HeardAsync(1 + 2 * 20);
        Assert.DoesNotContain(_wire.Heard, line => line["error"] is not null);
    }

    [Fact]
    public async Task Who_asks_while_a_command_runs_is_refused()
    {
        _echo.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _wire.SayAsync("""{"run":1,"command":"echo word"}""");
        await _wire.SayAsync("""{"run":2,"command":"echo word"}""");
        await _wire.HeardAsync(2);
        Assert.Equal((2, AdminErrors.Refused), ((int)_wire.Heard[1]["to"]!, (string)_wire.Heard[1]["error"]!));
        _echo.Gate.SetResult();
        await _wire.HeardAsync(4);
    }

    public async Task DisposeAsync()
    {
        _wire.OnFinal = null;
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // stopped
        }

        _session.Dispose();
        _stop.Dispose();
        await _system.Terminate();
    }

    private sealed class Echo : IPalette
    {
        public TaskCompletionSource? Gate { get; set; }

        public PaletteDefinition Definition { get; } = new("echo", "For tests.", [new("word", "Says it.")]);

        public async Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
        {
            if (Gate is { } gate) await gate.Task.WaitAsync(cancellation);
            await answer.LineAsync("word");
        }
    }

    /// <summary>Both directions of a connection; a write ends when the test lets it.</summary>
    private sealed class Wire : Stream
    {
        private readonly Pipe _toNode = new();
        private readonly Stream _atNode;
        private readonly List<JsonNode> _heard = [];
        private int _said;
        private int _read;

        public Wire() => _atNode = _toNode.Reader.AsStream();

        public Func<Task>? OnFinal { get; set; }

        public bool IsRead => Volatile.Read(ref _read) == Volatile.Read(ref _said);

        public IReadOnlyList<JsonNode> Heard
        {
            get
            {
                lock (_heard) return [.. _heard];
            }
        }

        public Task HeardAsync(int lines) => Eventually.HoldsAsync(() => Heard.Count >= lines, () => string.Join('\n', Heard.Select(l => l.ToJsonString())));

        public async Task SayAsync(string line)
        {
            var bytes = Encoding.UTF8.GetBytes(line + "\n");
            Interlocked.Add(ref _said, bytes.Length);
            await _toNode.Writer.WriteAsync(bytes);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await _atNode.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref _read, count);
            return count;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var line = JsonNode.Parse(buffer.Span)!; // a line is written as one
            lock (_heard) _heard.Add(line);
            if (line["final"] is not null && OnFinal is { } told) await told();
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
