using System.Text.Json.Nodes;
using Chat.Node.Admin.Commands;
using Chat.Node.Hosting;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin;

/// <summary>
/// One client: its hello, then its commands, one after the other. Lines go straight to the socket, so a client that does not read holds up its
/// own command and nothing else.
/// </summary>
internal sealed class AdminSession(Stream stream, string from, string name, AdminSessions sessions, CommandRunner runner, TimeProvider time) : IDisposable
{
    private const int MaxName = 64;
    private static readonly TimeSpan HelloLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(30);

    private readonly LineReader _lines = new(stream, AdminWire.MaxClientLine);
    private readonly SemaphoreSlim _writing = new(1);
    private AdminCaller _caller = new(name, "?", from);
    private CancellationTokenSource? _command;
    private int _number;
    private Task _running = Task.CompletedTask;
    private volatile bool _isAnswered = true; // the last command, but for the line that says so

    /// <summary>Runs until the client has gone, is sent away, or the node stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            if (!await GreetAsync(cut.Token)) return;
            while (await NextAsync(cut.Token) is { } line)
                if (!await TakeAsync(line, cut))
                    break;
        }
        catch (InvalidDataException e)
        {
            await ByeAsync(e.Message, cut.Token);
        }
        finally
        {
            await cut.CancelAsync();
#pragma warning disable VSTHRD003 // begun by this session, and ended by the cut
            await _running; // does not fail
#pragma warning restore VSTHRD003
        }
    }

    private async Task<bool> GreetAsync(CancellationToken cancellation)
    {
        ClientLine? hello;
        try
        {
            hello = await ReadAsync(HelloLimit, cancellation);
        }
        catch (TimeoutException)
        {
            return false; // nothing is told to somebody who says nothing
        }

        if (hello is null) return false;
        if (hello.Hello is not { } version) return await RefuseAsync("The first line is no hello.", cancellation);
        if (version != AdminWire.Version)
            return await RefuseAsync($"This node speaks version {AdminWire.Version} of the admin protocol, not {version}.", cancellation);
        if (!sessions.IsToken(hello.Token)) return await RefuseAsync("The token is wrong or missing.", cancellation);
        if (!sessions.TryEnter(this)) return await RefuseAsync($"{AdminSessions.Most} sessions are open already.", cancellation);
        _caller = _caller with { User = $"{NameOf(hello.User)}@{NameOf(hello.Machine)}" };
        await SendAsync(
            new ServerLine { Hello = AdminWire.Version, Node = sessions.Node, NodeVersion = NodeVersion.Short, Session = name, Palettes = runner.Palettes },
            cancellation);
        return true;
    }

    private async Task<bool> RefuseAsync(string reason, CancellationToken cancellation)
    {
        await ByeAsync(reason, cancellation);
        sessions.Refused(from, reason);
        return false;
    }

    /// <returns>Null at the end.</returns>
    private async Task<ClientLine?> NextAsync(CancellationToken cancellation)
    {
        var read = ReadAsync(Timeout.InfiniteTimeSpan, cancellation);
        while (true)
        {
            try
            {
                return await read.WaitAsync(IdleLimit, time, cancellation);
            }
            catch (TimeoutException) when (!_running.IsCompleted)
            {
                // A stream runs: the client need say nothing.
            }
            catch (TimeoutException)
            {
                await ByeAsync($"Nothing was asked for {IdleLimit.TotalMinutes} minutes.", cancellation);
                return null;
            }
        }
    }

    private async Task<ClientLine?> ReadAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var read = await _lines.ReadAsync(cancellation).AsTask().WaitAsync(limit, time, cancellation);
        return read is not { } line ? null : AdminJson.ClientLine(line.Span) ?? throw new InvalidDataException("A line that is not of this protocol.");
    }

    /// <returns>False where the client is sent away.</returns>
    private async Task<bool> TakeAsync(ClientLine line, CancellationTokenSource cut)
    {
        if (line.Cancel is { } cancelled)
        {
            if (cancelled == _number && _command is { } command) await command.CancelAsync();
            return true;
        }

        if (line is not { Run: { } number, Command: { } text })
        {
            await ByeAsync("A line that asks for nothing.", cut.Token);
            return false;
        }

        if (!_isAnswered)
        {
            await EndAsync(number, AdminErrors.Refused, "Another command of this session is still running.", cut.Token);
            return true;
        }

        // Who has read that line may be here before whoever has written it knows that it is written.
#pragma warning disable VSTHRD003 // begun by this session
        await _running;
#pragma warning restore VSTHRD003
        _isAnswered = false;
        _command?.Dispose();
        _command = CancellationTokenSource.CreateLinkedTokenSource(cut.Token);
        _number = number;
        _running = RunAsync(number, text, cut, _command.Token);
        return true;
    }

    private async Task RunAsync(int number, string text, CancellationTokenSource cut, CancellationToken cancellation)
    {
        await Task.Yield(); // so that a cancellation is read meanwhile
        try
        {
            var failure = await runner.RunAsync(text, _caller, new Answer(this, number, cancellation), cancellation);
            _isAnswered = true;
            await EndAsync(number, failure?.Kind, failure?.Text, cut.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            await cut.CancelAsync(); // the client has gone, or does not read
        }
    }

    private ValueTask EndAsync(int number, string? error, string? text, CancellationToken cancellation) =>
        SendAsync(new ServerLine { To = number, Error = error, Text = text, Final = true }, cancellation);

    private ValueTask ByeAsync(string reason, CancellationToken cancellation) => SendAsync(new ServerLine { Bye = reason }, cancellation);

    private async ValueTask SendAsync(ServerLine line, CancellationToken cancellation)
    {
        var bytes = AdminJson.ToLine(line);
        await _writing.WaitAsync(cancellation);
        try
        {
            using var limit = new CancellationTokenSource(WriteLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            await stream.WriteAsync(bytes, either.Token);
            await stream.FlushAsync(either.Token);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static string NameOf(string? said) =>
        string.IsNullOrWhiteSpace(said) ? "?" : string.Concat(said.Take(MaxName).Select(c => char.IsControl(c) || c == ' ' ? '_' : c));

    public void Dispose()
    {
        sessions.Leave(this);
        _command?.Dispose();
        _writing.Dispose();
    }

    private sealed class Answer(AdminSession session, int number, CancellationToken cancellation) : IAnswer
    {
        public ValueTask LineAsync(string text, JsonObject? data) =>
            session.SendAsync(new ServerLine { To = number, Text = text, Data = data }, cancellation);

        public ValueTask ScreenAsync(IReadOnlyList<string> lines, JsonObject data) =>
            session.SendAsync(new ServerLine { To = number, Screen = lines, Data = data }, cancellation);
    }
}
