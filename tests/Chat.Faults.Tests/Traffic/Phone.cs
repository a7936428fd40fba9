using System.Net.WebSockets;
using Chat.EndToEnd.Tests.Harness;
using Chat.Faults.Tests.Checking;

namespace Chat.Faults.Tests.Traffic;

/// <summary>
/// A device that behaves as the protocol asks: comes back when told or with growing pauses, sends again what is not acked, deduplicates, stores, then
/// acknowledges, remembers positions where it has <c>sync</c>, repeats what it has read. When it writes, reads and leaves comes from the seed.
/// </summary>
internal sealed class Phone(CastDevice device, PhoneWorld world, Random random)
{
    private readonly string _token = TestTokens.For(device.User);
    private readonly Reconnecting _reconnecting = new(random);
    private int _sessions;

    public CastDevice Device => device;

    public Outbox Outbox { get; } = new();

    public PhoneMemory Memory { get; } = new();

    public PhoneHabits Habits { get; } = new(device, world, random);

    /// <summary>Whose presence it follows; empty for most.</summary>
    public string[] Follows { get; set; } = [];

    /// <summary>The present connection once it is authenticated.</summary>
    public PhoneSession? Session { get; private set; }

    /// <summary>As <c>sync_done</c> has said last on the present connection; null before.</summary>
    public int? Unread { get; set; }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var pause = await ConnectOnceAsync(stop);
                await Task.Delay(pause, stop);
                while (world.Lost.Contains(device.User))
                    await Task.Delay(PhoneSession.Tick, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the end of the run
        }
    }

    /// <returns>When to come again.</returns>
    private async Task<TimeSpan> ConnectOnceAsync(CancellationToken stop)
    {
        try
        {
            using var socket = await PhoneSocket.ConnectAsync(world.Address);
            world.Connections++;
            var session = new PhoneSession(this, world, socket, ++_sessions);
            await session.RunAsync(_token, () => OnSignedIn(session), stop);
            OnEnded(session);
            if (session.Pause is { } pause) return pause;
            Complain(socket.CloseCode);
            return _reconnecting.Pause(socket.CloseCode, session.ReconnectAt - world.Clock.Now);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return _reconnecting.Pause(closeCode: null, told: null);
        }
    }

    private void OnSignedIn(PhoneSession session)
    {
        _reconnecting.Succeeded();
        Session = session;
        Unread = null;
        Outbox.Reconnected();
        world.Presence.Connected(device, world.Clock.Now, $"{session.Node}, {session.SessionId}");
    }

    private void OnEnded(PhoneSession session)
    {
        world.Ledger.Of(device).SessionEnded(session.Number, world.Clock.Now);
        if (Session != session) return;
        Session = null;
        world.Presence.Disconnected(device, world.Clock.Now);
    }

    /// <summary>Close codes that mean somebody's mistake, and none of ours is one.</summary>
    private void Complain(int? closeCode)
    {
        if (closeCode is 1003 or 1007 or 1009 or 4400 or 4401 or 4402 or 4403 or 4409 or 4413 or 4426)
            world.Ledger.Noticed.Add(new Violation("protocol", $"{device} was closed with {closeCode} at {Running.RunClock.Text(world.Clock.Now)}"));
    }
}
