using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Addressing;

/// <summary>A message to a connection of another node, on its way there.</summary>
public sealed record ConnectionEnvelope(ConnectionAddress Connection, ConnectionMessage Message);
