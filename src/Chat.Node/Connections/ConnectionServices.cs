using Chat.Actors.Addressing;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Connections.Admission;
using Chat.Node.Connections.Sends;
using Chat.Node.Tokens;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>What all connections of the node share; each holds one reference to it.</summary>
internal sealed class ConnectionServices(
    ChatSettings settings, IEntities entities, IConnectionRegistry registry, ITokenValidator tokens, ConnectionWheel wheel,
    ConnectionAdmission admission, AuthenticationGate gate, ConnectionMetrics metrics, TimeProvider time, Random random,
    ILogger<Connection> logger)
{
    public ConnectionLimits Limits { get; } = settings.Limits;
    public FrameLimits Frames { get; } = settings.Frames;
    public UserLimits Users { get; } = settings.Users;
    public IEntities Entities { get; } = entities;
    public IConnectionRegistry Registry { get; } = registry;
    public ITokenValidator Tokens { get; } = tokens;
    public ConnectionWheel Wheel { get; } = wheel;
    public ConnectionAdmission Admission { get; } = admission;
    public AuthenticationGate Gate { get; } = gate;
    public ConnectionMetrics Metrics { get; } = metrics;
    public TimeProvider Time { get; } = time;
    public Random Random { get; } = random;
    public ILogger<Connection> Logger { get; } = logger;
    public SendLoad Load { get; } = new(settings.Limits.InFlight, settings.Limits.BusyFrom, settings.Limits.BusyInFlight);
    public SendRetries Retries { get; } = new(settings.Limits.SendRetry, settings.Limits.SendTimeout, random);

    /// <summary>While the node drains: new sockets are refused with 503.</summary>
    public bool Draining { get; set; }

    public long UnixNow => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
