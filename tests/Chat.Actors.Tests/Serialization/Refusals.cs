using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Chat.Actors.Serialization;
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
}
