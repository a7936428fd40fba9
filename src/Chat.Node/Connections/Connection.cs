using Chat.Actors.Addressing;
using Chat.Domain.Users;
using Chat.Node.Connections.Sends;
using Chat.Node.Connections.WebSockets;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>
/// One socket, from its handshake to its end: a read loop on a task, a writer that runs only while there is something to write, and
/// one place on the shared wheel. No actor, no stream, no timer and no buffer of its own, so that an idle one costs next to nothing.
/// </summary>
/// <remarks>
/// Three threads meet here: the read loop, actors that call <see cref="Receive"/>, and the wheel. State is under <c>_sync</c>, which
/// is held for a few dictionary operations at most, and while telling entities, which is an enqueue: so commands leave in the order
/// in which the state says they were sent. The files of this class: reading, authentication, client frames, entity messages, writing, schedule.
/// </remarks>
internal sealed partial class Connection : WheelEntry, IConnectionEndpoint, ISocketWriterOwner, ISendPort
{
    /// <summary>For the peer to answer a close frame, or to take one.</summary>
    private const long CloseMilliseconds = 5_000;

    private readonly ConnectionServices _services;
    private readonly SocketTransport _transport;
    private readonly SocketWriter _writer;
    private readonly Lock _sync = new();

    private ConnectionAddress _address;
    private Attachment? _attachment;
    private long _closeDue;
    private bool _closedByEntity;
    private bool _authenticated;
    private bool _ended;
    private volatile bool _closing;

    public Connection(ConnectionServices services, SocketTransport transport)
    {
        (_services, _transport) = (services, transport);
        _writer = new SocketWriter(transport.Output, services.Limits.OutboxFrames, services.Metrics);
        _errors = TokenBucket.Full(services.Limits.ErrorsPerMinute, Now);
        _sendRate = TokenBucket.Full(services.Limits.SendBurst, Now);
        _frameRate = TokenBucket.Full(services.Limits.FramesPerSecond * FrameBurstSeconds, Now);
    }

    /// <summary>For figures only: may be out of date by the time it is read.</summary>
    public bool IsAttached => _attachment is { WasAttached: true };

    private long Now => _services.Wheel.Now;

    /// <summary>Runs until the socket is closed. Does not fail.</summary>
    /// <param name="refusal">Where there is no room for it: it is only closed, properly.</param>
    public async Task RunAsync(CloseCode? refusal)
    {
        _services.Metrics.Opened();
        _address = _services.Registry.Register(this);
        _writer.Start(this);
        lock (_sync)
        {
            if (refusal is { } code)
                BeginClose((int)code, "");
            else
                StartAuthenticationClock();
        }

        try
        {
            await ReadAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException || _closing)
        {
            // The network, or our own abort: an ordinary end.
        }
#pragma warning disable CA1031 // Whatever it is, it ends this connection and no other.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(_services.Logger, e, _address.SessionId);
            lock (_sync)
                BeginClose((int)CloseCode.ServerFault, "");
        }

        await EndAsync();
    }

    /// <summary>Under the lock. Frames that wait are written first, unless nobody reads them.</summary>
    private void BeginClose(int code, string reason, bool atOnce = false)
    {
        if (_closing)
            return;
        _closing = true;
        _closeDue = Now + CloseMilliseconds;
        _services.Wheel.WakeBy(this, _closeDue);
        _writer.Close(code, reason, atOnce);
        _services.Metrics.Closed(code);
        LogClosing(_services.Logger, _address.SessionId, code);
        _answered?.Set();
        _attached?.Set();
    }

    private async Task EndAsync()
    {
        Attachment? attachment;
        PresenceFollowing? following;
        lock (_sync)
        {
            _ended = true;
            TellLoad(0);
            (attachment, following) = (_attachment, _following);
            // Bounds the wait for the last write.
            _closeDue = Now + CloseMilliseconds;
            _services.Wheel.WakeBy(this, _closeDue);
        }

        _services.Registry.Unregister(_address);
        if (attachment is not null && !_closedByEntity)
            _services.Entities.Tell(new UserCommands.DetachDevice(attachment.UserId, _address, attachment.Device));
        foreach (var user in following?.Users ?? [])
            _services.Entities.Tell(new UserCommands.UnsubscribePresence(user, _address));

        await _writer.EndAsync();
        _services.Wheel.Remove(this);
        _services.Admission.Leave(_transport.Client, _authenticated);
        if (attachment is { WasAttached: true })
            _services.Metrics.Detached();
        _services.Metrics.Ended();
    }
}
