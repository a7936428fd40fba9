using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Bootstrap;

/// <summary>Reads the answer of <c>/bootstrap/seed-nodes</c>, ours or the official package's; what it does not know it passes over.</summary>
internal static class SeedNodesReader
{
    /// <exception cref="JsonException">It is something else.</exception>
    public static Observation Read(ResolvedTarget contactPoint, ReadOnlySpan<byte> json)
    {
        var answer = JsonSerializer.Deserialize(json, SeedNodesJson.Default.SeedNodesAnswer);
        return answer?.SelfNode is { } self
            ? new Observation(contactPoint, AddressOf(self), [.. (answer.Nodes ?? []).Select(node => AddressOf(node.Node))])
            : throw new JsonException("the answer tells no node");
    }

    private static Address AddressOf(NodeAddress? node) =>
        node is { Protocol: not null, System: not null, Host: not null, Port: not null }
            ? new Address(node.Protocol, node.System, node.Host, node.Port)
            : throw new JsonException("the answer holds an address that is not whole");
}

internal sealed record SeedNodesAnswer(NodeAddress? SelfNode, IReadOnlyList<SeedNode>? Nodes);

internal sealed record SeedNode(NodeAddress? Node);

internal sealed record NodeAddress(string? Protocol, string? System, string? Host, int? Port);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(SeedNodesAnswer))]
internal sealed partial class SeedNodesJson : JsonSerializerContext;
