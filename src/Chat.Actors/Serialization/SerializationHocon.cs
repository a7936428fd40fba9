using Chat.Actors.Addressing;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Schema.Snapshot;

namespace Chat.Actors.Serialization;

/// <summary>
/// The configuration that binds our records to their serializers, and refuses to send or store anything that is bound to none:
/// without it a forgotten type would go as reflected JSON, slow and dependent on names in code.
/// </summary>
public static class SerializationHocon
{
    /// <summary>To be merged before Akka's own defaults.</summary>
    public static string Text { get; } = $$"""
        akka.actor {
          serializers {
            chat-event = "{{NameOf<UserEventSerializer>()}}"
            chat-user = "{{NameOf<UserMessageSerializer>()}}"
            chat-connection = "{{NameOf<ConnectionMessageSerializer>()}}"
            chat-snapshot = "{{NameOf<SnapshotSerializer>()}}"
          }
          serialization-bindings {
            "{{NameOf<UserEvent>()}}" = chat-event
            "{{NameOf<UserCommand>()}}" = chat-user
            "{{NameOf<ConnectionMessage>()}}" = chat-connection
            "{{NameOf<ConnectionEnvelope>()}}" = chat-connection
            "{{NameOf<UserSnapshot>()}}" = chat-snapshot
          }
          serialization-settings.allow-unregistered-types = false
        }
        """;

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
