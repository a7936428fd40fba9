using Chat.Actors.Addressing;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Nodes;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Schema.Snapshot;
using Chat.Protocol.Schema.Snapshot.Groups;

namespace Chat.Actors.Serialization;

/// <summary>
/// The configuration that binds our records to their serializers, and refuses to send or store anything that is bound to none:
/// without it a forgotten type would go as reflected JSON, slow and dependent on names in code.
/// </summary>
public static class SerializationHocon
{
    /// <summary>
    /// To be merged before Akka's own defaults. It repeats the bindings of Akka.Persistence, which that adds to the configuration only
    /// when it is first used, too late for the serializers of a system that has started.
    /// </summary>
    public static string Text { get; } = $$"""
        akka.actor {
          serializers {
            chat-event = "{{NameOf<UserEventSerializer>()}}"
            chat-user = "{{NameOf<UserMessageSerializer>()}}"
            chat-group-event = "{{NameOf<GroupEventSerializer>()}}"
            chat-group = "{{NameOf<GroupMessageSerializer>()}}"
            chat-connection = "{{NameOf<ConnectionMessageSerializer>()}}"
            chat-node = "{{NameOf<NodeMessageSerializer>()}}"
            chat-snapshot = "{{NameOf<SnapshotSerializer>()}}"
            akka-persistence-message = "Akka.Persistence.Serialization.PersistenceMessageSerializer, Akka.Persistence"
            akka-persistence-snapshot = "Akka.Persistence.Serialization.PersistenceSnapshotSerializer, Akka.Persistence"
          }
          serialization-bindings {
            "{{NameOf<UserEvent>()}}" = chat-event
            "{{NameOf<UserCommand>()}}" = chat-user
            "{{NameOf<GroupEvent>()}}" = chat-group-event
            "{{NameOf<GroupCommand>()}}" = chat-group
            "{{NameOf<GroupFanoutBatch>()}}" = chat-group
            "{{NameOf<BatchTaken>()}}" = chat-group
            "{{NameOf<ConnectionMessage>()}}" = chat-connection
            "{{NameOf<ConnectionEnvelope>()}}" = chat-connection
            "{{NameOf<NodeStatus>()}}" = chat-node
            "{{NameOf<UserSnapshot>()}}" = chat-snapshot
            "{{NameOf<GroupSnapshot>()}}" = chat-snapshot
            "Akka.Persistence.Serialization.IMessage, Akka.Persistence" = akka-persistence-message
            "Akka.Persistence.Serialization.Snapshot, Akka.Persistence" = akka-persistence-snapshot
          }
          serialization-identifiers {
            "Akka.Persistence.Serialization.PersistenceMessageSerializer, Akka.Persistence" = 7
            "Akka.Persistence.Serialization.PersistenceSnapshotSerializer, Akka.Persistence" = 8
          }
          serialization-settings.allow-unregistered-types = false
        }
        """;

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
