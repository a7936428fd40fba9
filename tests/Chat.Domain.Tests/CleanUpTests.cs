using Chat.Domain.Tests.Simulation;
using Chat.Domain.Groups;
using Chat.Domain.Users;

namespace Chat.Domain.Tests;

/// <summary>What the clean-up asks of an entity that nobody else needs (R3, R4).</summary>
public sealed class CleanUpTests
{
    private static readonly UserCommands.CleanUp CleanUp = new(OneUser.Bob, OneUser.Connection(9));
    private readonly OneUser _bob = new();

    [Fact]
    public void Whoever_was_woken_for_it_may_sleep_again_at_once()
    {
        _bob.Receive();
        _bob.Restart(clean: true);
        _bob.Do(CleanUp);
        Assert.True(_bob.User.CanSleep(_bob.Now));
    }

    [Fact]
    public void Whoever_is_in_use_stays_awake()
    {
        _bob.Receive();
        _bob.Do(CleanUp);
        Assert.False(_bob.User.CanSleep(_bob.Now));
    }

    [Fact]
    public void What_is_too_old_expires_once_however_often_it_is_asked()
    {
        _bob.Receive();
        _bob.Now += (long)TimeSpan.FromDays(31).TotalMilliseconds;
        _bob.HoldsWrites = true;
        _bob.Do(CleanUp);
        _bob.Do(CleanUp);
        _bob.Write();
        _bob.Do(CleanUp);
        _bob.Write();
        Assert.Single(_bob.Journal.OfType<UserEvents.EntriesExpired>());
        Assert.Equal(0, _bob.User.State.Inbox.Bodies);
    }

    [Fact]
    public void A_repeated_expiry_says_nothing_new()
    {
        _bob.Receive();
        var effects = new Effects();
        Assert.True(_bob.User.Repeat(_bob.Now, effects));
        var repeated = Assert.Single(effects.Events);
        Assert.True(_bob.User.IsRepeated(repeated));
        _bob.User.Committed(repeated, 3, _bob.Now, effects);
        Assert.Equal(1, _bob.User.State.Inbox.Bodies);
        Assert.Equal(1, _bob.User.Unread);
    }

    [Fact]
    public void A_group_does_the_same()
    {
        var group = new OneGroup(null, OneGroup.Anna, OneGroup.Bob);
        var cleanUp = new GroupCommands.CleanUp(OneGroup.Id, OneUser.Connection(9));
        group.Do(cleanUp);
        Assert.False(group.Group.CanSleep(group.Now));

        var head = group.Head;
        var effects = new GroupEffects();
        Assert.True(group.Group.Repeat(group.Now, effects));
        var repeated = Assert.Single(effects.Events);
        Assert.True(group.Group.IsRepeated(repeated));
        group.Group.Committed(repeated, group.Journal.Count + 1, group.Now, effects);
        Assert.Equal((head, 1L), (group.Head, group.Group.State.Log.First));

        group.Now += (long)TimeSpan.FromDays(31).TotalMilliseconds;
        group.Do(cleanUp);
        group.Do(cleanUp);
        var expired = Assert.Single(group.Journal.OfType<GroupEvents.EntriesExpired>());
        Assert.Equal(head, expired.UpTo);
        Assert.False(group.Group.IsRepeated(expired)); // it looks like one for want of room
    }

    [Fact]
    public void An_entity_that_does_not_exist_writes_nothing()
    {
        var effects = new Effects();
        Assert.False(_bob.User.Repeat(_bob.Now, effects));
        _bob.Do(CleanUp);
        Assert.Empty(effects.Events);
        Assert.Empty(_bob.Journal);
    }
}
