using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>A message to a connection, on its way to the hub of the connection's node.</summary>
public sealed record ConnectionEnvelope(ConnectionAddress Connection, ConnectionMessage Message);
