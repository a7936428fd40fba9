using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>What an entry is on the wire is made once for all connections of a node, and is no part of what the entry is.</summary>
public sealed class GroupEntryTests
{
    private static readonly GroupId Chess = new("chess");

    private static GroupMessage Message => new(
        7, 1, new MessageId(1, 2, 3), new UserId("anna"), new DeviceId("phone"), new MessageBody("hello", null, null, 1));

    [Fact]
    public void Its_frame_is_made_for_the_first_who_asks_and_shared()
    {
        var made = 0;
        GroupEntry entry = Message;
        var frames = Enumerable.Range(0, 100).Select(_ => entry.FrameFor(Chess, (e, group) => $"{group.Value} {e.Position} {++made}")).ToList();
        Assert.Equal(1, made);
        Assert.All(frames, frame => Assert.Same(frames[0], frame));
    }

    [Fact]
    public void A_copy_that_differs_has_a_frame_of_its_own_and_equality_does_not_look_at_frames()
    {
        var entry = Message;
        entry.FrameFor(Chess, (e, _) => $"{e.Position}");
        Assert.Equal("8", (entry with { Position = 8 }).FrameFor(Chess, (e, _) => $"{e.Position}"));
        Assert.Equal(Message, entry);
        Assert.Equal(Message.GetHashCode(), entry.GetHashCode());
    }
}
