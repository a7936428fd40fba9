using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Chat.Actors.Serialization;
using Chat.Domain.Groups;
using Chat.Domain.Users;

namespace Chat.Actors.Tests.Serialization;

/// <summary>What cannot be understood is refused aloud: a skipped event would be a lost message.</summary>
public sealed class Refusals : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("refusals", ConfigurationFactory.ParseString(SerializationHocon.Text));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void A_manifest_of_a_newer_version_is_named()
    {
        var extended = (ExtendedActorSystem)_system;
        foreach (var serializer in new SchemaSerializer[]
                 {
                     new UserEventSerializer(extended), new UserMessageSerializer(extended), new ConnectionMessageSerializer(extended),
                     new GroupEventSerializer(extended), new GroupMessageSerializer(extended),
                 })
        {
            var error = Assert.Throws<SerializationException>(() => serializer.FromBinary([], "zz"));
            Assert.Contains("'zz'", error.Message);
        }
    }

    [Fact]
    public void A_record_without_a_manifest_is_named()
    {
        var serializer = _system.Serialization.FindSerializerFor(new Newer());
        Assert.IsType<UserEventSerializer>(serializer);
        Assert.Contains(nameof(Newer), Assert.Throws<SerializationException>(() => serializer.ToBinary(new Newer())).Message);
    }

    [Theory]
    [InlineData("mq", new byte[] { 0x0a })]
    [InlineData("mq", new byte[] { 0xff, 0xff })]
    [InlineData("uc", new byte[] { 0x08, 0xff })]
    [InlineData("mq", new byte[0])] // no body, no key
    public void Damaged_bytes_are_no_event(string manifest, byte[] bytes) => Assert.Throws<SerializationException>(
        () => new UserEventSerializer((ExtendedActorSystem)_system).FromBinary(bytes, manifest));

    [Theory]
    [InlineData("gc", new byte[] { 0x08, 0xff })]
    [InlineData("ma", new byte[0])] // no body, no key
    public void Damaged_bytes_are_no_event_of_a_group(string manifest, byte[] bytes) => Assert.Throws<SerializationException>(
        () => new GroupEventSerializer((ExtendedActorSystem)_system).FromBinary(bytes, manifest));

    [Fact]
    public void An_entry_of_a_kind_that_only_a_newer_version_knows_is_refused_not_skipped()
    {
        // A batch with one entry: position 1, and field 15 instead of a message or a change.
        byte[] batch = [0x22, 4, 0x08, 1, 0x7a, 0];
        Assert.Throws<SerializationException>(() => new GroupMessageSerializer((ExtendedActorSystem)_system).FromBinary(batch, "fb"));
    }

    [Fact]
    public void A_request_about_one_member_names_one()
    {
        var serializer = new GroupMessageSerializer((ExtendedActorSystem)_system);
        Assert.Throws<SerializationException>(() => serializer.FromBinary([], "rm"));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([0x2a, 1, (byte)'a', 0x2a, 1, (byte)'b'], "rm"));
    }

    [Fact]
    public void A_request_without_a_manifest_is_named()
    {
        var request = new NewerRequest();
        var serializer = _system.Serialization.FindSerializerFor(request);
        Assert.IsType<GroupMessageSerializer>(serializer);
        Assert.Contains(nameof(NewerRequest), Assert.Throws<SerializationException>(() => serializer.ToBinary(request)).Message);
    }

    [Fact]
    public void An_envelope_within_an_envelope_is_refused()
    {
        var serializer = new ConnectionMessageSerializer((ExtendedActorSystem)_system);
        Assert.Throws<SerializationException>(() => serializer.FromBinary([0x12, 2, (byte)'e', (byte)'v'], "ev"));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([0x12, 2, (byte)'z', (byte)'z'], "ev"));
    }

    [Fact]
    public void An_error_code_of_a_newer_version_lets_the_client_try_again()
    {
        var serializer = new ConnectionMessageSerializer((ExtendedActorSystem)_system);
        var failed = (Chat.Domain.Connections.ConnectionMessages.Failed)serializer.FromBinary([0x0a, 1, (byte)'x'], "fa");
        Assert.Equal(Chat.Protocol.Frames.ErrorCode.Unavailable, failed.Code);
    }

    private sealed record Newer : UserEvent;

    private sealed record NewerRequest() : GroupRequest(new("g"), default, new("u"));
}
