using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Snapshots;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>A group counts what each member has not read (protocol rule 8), though its log lets go of what everybody has received.</summary>
public sealed class GroupUnreadTests
{
    private readonly OneGroup _group = new(null, OneGroup.Anna, OneGroup.Bob, OneGroup.Carol);
    private readonly List<MessageId> _ids = [];

    private int Unread(UserId member) => _group.Group.State.Members.Find(member)!.Unread;

    private void Send(UserId from, int messages = 1)
    {
        for (; messages > 0; messages--) _ids.Add(_group.Accept(from));
    }

    private void Report(UserId member, long read, long released = 0)
    {
        _group.Do(new GroupCommands.ReportProgress(OneGroup.Id, member, 0, released, released, read, true));
        _group.Pass(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Messages_of_others_count_until_they_are_read()
    {
        Send(OneGroup.Anna, 2);
        Send(OneGroup.Bob);
        Assert.Equal((1, 2, 3), (Unread(OneGroup.Anna), Unread(OneGroup.Bob), Unread(OneGroup.Carol)));
        Report(OneGroup.Carol, _ids[1].Stamp);
        var recorded = _group.Sent.OfType<UserCommands.GroupProgressRecorded>().Last();
        Assert.Equal((1, _group.Head), (recorded.Unread, recorded.Head));
        Report(OneGroup.Carol, _ids[2].Stamp);
        Assert.Equal(0, Unread(OneGroup.Carol));
    }

    [Fact]
    public void What_everybody_has_received_still_counts_also_after_a_restart_and_a_snapshot()
    {
        Send(OneGroup.Anna, 3);
        foreach (var member in new[] { OneGroup.Anna, OneGroup.Bob, OneGroup.Carol }) Report(member, 0, _group.Head);
        _group.Pass(TimeSpan.FromSeconds(15));
        Assert.Equal(0, _group.Group.State.Log.Count);
        _group.Restart();
        Assert.Equal(3, Unread(OneGroup.Bob));
        var restored = new GroupState(OneGroup.Id, new GroupLimits());
        GroupSnapshots.Restore(restored, GroupSnapshots.Take(_group.Group.State, false));
        Assert.Equal(3, restored.Members.Find(OneGroup.Bob)!.Unread);
        Assert.Equal(GroupSnapshots.Take(_group.Group.State, false), GroupSnapshots.Take(restored, false));
        Report(OneGroup.Bob, _ids[0].Stamp);
        Assert.Equal(2, Unread(OneGroup.Bob));
    }

    [Fact]
    public void Who_joins_has_nothing_unread_and_who_leaves_neither()
    {
        Send(OneGroup.Anna, 2);
        _group.Ask(to => new GroupCommands.AddMembers(OneGroup.Id, to, OneGroup.Anna, [OneGroup.Dave]));
        Assert.Equal(0, Unread(OneGroup.Dave));
        Send(OneGroup.Bob);
        Assert.Equal(1, Unread(OneGroup.Dave));
        _group.Ask(to => new GroupCommands.RemoveMember(OneGroup.Id, to, OneGroup.Dave, OneGroup.Dave));
        Send(OneGroup.Bob);
        Assert.Equal(0, Unread(OneGroup.Dave));
    }

    [Fact]
    public void Where_reading_stopped_too_long_ago_to_count_the_rest_the_count_stays_as_it_was()
    {
        Send(OneGroup.Anna, 1_000);
        Report(OneGroup.Bob, _ids[100].Stamp);
        Assert.Equal(1_000, Unread(OneGroup.Bob));
        Report(OneGroup.Bob, _ids[989].Stamp);
        Assert.Equal(10, Unread(OneGroup.Bob));
    }

    [Fact]
    public void A_list_of_conversations_is_told_the_newest_message_that_the_asker_may_see()
    {
        Send(OneGroup.Anna);
        _group.Ask(to => new GroupCommands.AddMembers(OneGroup.Id, to, OneGroup.Anna, [OneGroup.Dave]));
        Assert.Null(Latest(OneGroup.Dave).Newest);
        Assert.Equal((1, _ids[0]), (Latest(OneGroup.Bob).Unread, Latest(OneGroup.Bob).Newest?.MessageId));
        Assert.Equal(0, Latest(OneGroup.Bob, _ids[0].Stamp).Unread); // read, and the group has not heard of it yet
        Assert.Equal("Friends", Latest(OneGroup.Bob).Name);
        Assert.IsType<ConnectionMessages.Failed>(_group.Ask(to => new GroupCommands.GetLatest(OneGroup.Id, to, new UserId("stranger"), 0)));
    }

    private ConnectionMessages.GroupLatest Latest(UserId asker, long read = 0) =>
        Assert.IsType<ConnectionMessages.GroupLatest>(_group.Ask(to => new GroupCommands.GetLatest(OneGroup.Id, to, asker, read)));
}
