using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Chat.Actors.Addressing;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Nodes;
using Chat.Actors.Serialization;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Schema.Snapshot;
using Chat.Protocol.Schema.Snapshot.Groups;
using Google.Protobuf;

namespace Chat.Actors.Tests.Serialization;

/// <summary>
/// What the serializers write never changes unnoticed. <c>Recorded/*.hex</c> holds, line by line, serializer id, manifest and bytes;
/// a new record's file is written by running these tests once with CHAT_RECORD=1, and is committed with the record.
/// </summary>
public sealed class RecordedBytes : IClassFixture<RecordedBytes.Node>
{
    private readonly ActorSystem _system;

    public RecordedBytes(Node node) => _system = node.Actors;

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_recorded_is_what_is_written_and_read(string name)
    {
        var sample = Samples.All[name];
        var serializer = SerializerOf(sample);
        var written = new Recording(serializer.Identifier, serializer.Manifest(sample), serializer.ToBinary(sample));
        var recorded = Recording.Load(name) ?? written.SaveIfAsked(name);
        Assert.Equal(recorded.Text, written.Text);
        var read = serializer.FromBinary(recorded.Bytes, recorded.Manifest);
        Assert.Equal(sample.GetType(), read.GetType());
        Assert.Equal(Describe(sample), Describe(read));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_of_a_newer_version_is_skipped(string name)
    {
        var sample = Samples.All[name];
        var serializer = SerializerOf(sample);
        // Fields 1000 to 1003, one of each wire type: varint, fixed64, bytes, fixed32.
        byte[] newer =
        [
            .. serializer.ToBinary(sample),
            0xc0, 0x3e, 0x96, 0x01, 0xc9, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8, 0xd2, 0x3e, 0x02, 0x68, 0x69, 0xdd, 0x3e, 1, 2, 3, 4,
        ];
        Assert.Equal(Describe(sample), Describe(serializer.FromBinary(newer, serializer.Manifest(sample))));
    }

    [Fact]
    public void Every_record_is_recorded()
    {
        Type[] records =
        [
            .. Records(typeof(UserEvents), typeof(UserEvent)), .. Records(typeof(UserCommands), typeof(UserCommand)),
            .. Records(typeof(GroupEvents), typeof(GroupEvent)), .. Records(typeof(GroupCommands), typeof(GroupCommand)),
            .. Records(typeof(ConnectionMessages), typeof(ConnectionMessage)), typeof(ConnectionEnvelope), typeof(GroupFanoutBatch), typeof(BatchTaken),
            typeof(NodeStatus),
            typeof(UserSnapshot), typeof(GroupSnapshot),
        ];
        var sampled = Samples.All.Values.Select(sample => sample.GetType()).ToHashSet();
        Assert.Empty(records.Where(record => !sampled.Contains(record)).Select(record => record.Name));
        Assert.All(Samples.All, sample => Assert.StartsWith(sample.Value.GetType().Name, sample.Key, StringComparison.Ordinal));
    }

    [Fact]
    public void No_recording_is_left_behind() =>
        Assert.Empty(Recording.Names.Except(Samples.All.Keys));

    [Fact]
    public void No_manifest_is_used_twice()
    {
        var manifests = Samples.All.Values.DistinctBy(sample => sample.GetType())
            .Select(sample => (SerializerOf(sample).Identifier, Manifest: SerializerOf(sample).Manifest(sample))).ToList();
        Assert.Equal(manifests.Count, manifests.Distinct().Count());
        Assert.All(manifests, manifest => Assert.InRange(manifest.Manifest.Length, 1, 3));
    }

    private SerializerWithStringManifest SerializerOf(object record) =>
        Assert.IsAssignableFrom<SerializerWithStringManifest>(_system.Serialization.FindSerializerFor(record));

    private static IEnumerable<Type> Records(Type family, Type kind) =>
        family.GetNestedTypes().Where(type => type.IsSubclassOf(kind) && !type.IsAbstract);

    /// <summary>All values of a record; equality of records would compare their lists by reference.</summary>
    private static string Describe(object record) => record switch
    {
        ConnectionEnvelope envelope => $"{envelope.Connection} {Describe(envelope.Message)}",
        IMessage snapshot => snapshot.ToString()!,
        _ => $"{record.GetType().Name} {JsonSerializer.Serialize(record, record.GetType(), WholeEntries)}",
    };

    private static readonly JsonSerializerOptions WholeEntries = new() { Converters = { new EntryConverter() } };

    /// <summary>Of an entry in a list the serializer would otherwise show only what all kinds of entries have.</summary>
    private sealed class EntryConverter : JsonConverter<GroupEntry>
    {
        public override GroupEntry Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, GroupEntry entry, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(entry.GetType().Name);
            JsonSerializer.Serialize(writer, entry, entry.GetType(), options);
            writer.WriteEndObject();
        }
    }

    public sealed class Node : IAsyncLifetime
    {
        public ActorSystem Actors { get; } =
            ActorSystem.Create("recorded", ConfigurationFactory.ParseString("akka.loglevel = WARNING\n" + SerializationHocon.Text));

        public Task InitializeAsync() => Task.CompletedTask;

        public Task DisposeAsync() => Actors.Terminate();
    }
}
