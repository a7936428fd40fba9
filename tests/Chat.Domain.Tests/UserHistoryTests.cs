using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.History;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>A user who keeps history: what is owed to the table holds rows, keeps him awake, and is resumed; what he chose is told to his groups.</summary>
public sealed class UserHistoryTests
{
    private static readonly ConnectionAddress Rest = new(9, 9);

    [Fact]
    public void Who_has_not_chosen_keeps_nothing_and_a_question_makes_no_user()
    {
        var bob = new OneUser();
        Assert.Equal(new ConnectionMessages.HistoryState(false, 0), bob.Do(new UserCommands.GetHistory(OneUser.Bob, Rest)).Single());
        Assert.Empty(bob.Journal);
        Assert.Equal(ConnectionMessages.Done.Instance, bob.Do(Set(false)).Single());
        Assert.Empty(bob.Journal);
        bob.Receive();
        bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(bob.Records);
    }

    [Fact]
    public void The_choice_is_answered_once_it_is_durable_and_may_be_repeated()
    {
        var bob = new OneUser { HoldsWrites = true };
        Assert.Empty(bob.Do(Set(true)));
        Assert.Empty(bob.Do(Set(true)));
        bob.Write();
        Assert.Equal(2, bob.Told.Count(t => t.Message is ConnectionMessages.Done));
        var since = bob.User.State.HistoryChoice.At;
        Assert.Equal(new ConnectionMessages.HistoryState(true, since), bob.Do(new UserCommands.GetHistory(OneUser.Bob, Rest)).Single());
        Assert.Equal(ConnectionMessages.Done.Instance, bob.Do(Set(true)).Single()); // nothing to write
        Assert.False(bob.User.IsWriting);
    }

    [Fact]
    public void Messages_are_recorded_after_their_ack_and_hold_their_rows_until_then()
    {
        var bob = new OneUser();
        var before = bob.Receive();
        bob.Do(Set(true));
        var switched = bob.Journal.Count;
        bob.Attach();
        var id = bob.Receive();
        bob.Acknowledge(before, id);
        bob.Do(new UserCommands.RecordEcho(OneUser.Bob, OneUser.Alice, new MessageId(5_000_000, 3, 1), new ClientMessageId("e1"), OneUser.Phone,
            new MessageBody("mine", null, null, 0), bob.Now)); // from his only device
        bob.Pass(TimeSpan.FromSeconds(30)); // everything is acknowledged, and that is durable
        var (from, upTo, _) = Assert.Single(bob.Records);
        Assert.True(from > switched);
        Assert.Equal(from, bob.User.OldestPendingRow);
        var entries = Entries(bob, from, upTo);
        Assert.Equal([(OneUser.Alice, "hello"), (OneUser.Bob, "mine")], entries.Select(e => (e.Sender, e.Body.Content)));
        Assert.All(entries, e => Assert.Equal(OneUser.Alice, e.Peer));

        bob.Recorded(upTo);
        Assert.Equal(long.MaxValue, bob.User.State.History.OldestPendingRow);
    }

    [Fact]
    public void What_is_owed_keeps_him_awake_is_noted_as_a_debt_and_goes_on_after_a_crash()
    {
        var bob = new OneUser();
        bob.Do(Set(true));
        bob.Receive();
        bob.Pass(TimeSpan.FromMinutes(4));
        Assert.False(bob.User.CanSleep(bob.Now + 3_600_000));
        Assert.True(bob.Overdue);
        var asked = Assert.Single(bob.Records);

        bob.Restart();
        bob.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(asked, bob.Records[^1]);
        bob.Recorded(null);
        bob.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal((3, asked), (bob.Records.Count, bob.Records[^1]));
        bob.Recorded(asked.UpTo);
        bob.Pass(TimeSpan.FromMinutes(6));
        Assert.True(bob.User.CanSleep(bob.Now));
    }

    [Fact]
    public void What_was_written_is_noted_with_the_snapshot_and_not_asked_for_again()
    {
        var bob = new OneUser();
        bob.Do(Set(true));
        bob.Receive();
        bob.Pass(TimeSpan.FromSeconds(1));
        bob.Recorded(bob.Records[0].UpTo);
        bob.Snapshot();
        bob.Restart(clean: true);
        bob.Pass(TimeSpan.FromSeconds(5));
        Assert.Single(bob.Records);
        bob.Receive();
        bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(bob.Journal.Count, bob.Records[^1].UpTo);
        Assert.True(bob.Records[^1].From > bob.Records[0].UpTo);
    }

    [Fact]
    public void Switched_off_everything_is_erased_once_what_is_on_its_way_has_arrived()
    {
        var bob = new OneUser();
        bob.Do(Set(true));
        bob.Receive();
        bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Single(bob.Records);
        Assert.Equal(ConnectionMessages.Done.Instance, bob.Do(Set(false)).Single());
        bob.Pass(TimeSpan.FromSeconds(10));
        Assert.Empty(bob.Erasures);
        bob.Recorded(bob.Records[0].UpTo);
        bob.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(bob.User.State.HistoryChoice.At, Assert.Single(bob.Erasures));

        bob.Restart(); // nobody knows how that went
        bob.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(2, bob.Erasures.Count);
        bob.Erased(done: false);
        bob.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(3, bob.Erasures.Count);
        bob.Erased(done: true);
        bob.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(3, bob.Erasures.Count);
        Assert.True(bob.User.CanSleep(bob.Now));
    }

    [Fact]
    public void Every_group_that_he_knows_is_told_until_it_has_it_also_after_a_crash()
    {
        var bob = new OneUser();
        bob.Attach();
        Hear(bob, "g1", 11);
        Hear(bob, "g2", 12);
        bob.Pass(TimeSpan.FromSeconds(20)); // that they exist is in the journal
        bob.Sent.Clear();
        bob.Do(Set(true));
        bob.Pass(TimeSpan.FromMilliseconds(10));
        var choice = bob.User.State.HistoryChoice;
        Assert.Equal(["g1", "g2"], Told(bob, choice).Order());
        bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, new GroupId("g1"), 0, 0) { HistoryAt = choice.At });
        bob.Pass(TimeSpan.FromSeconds(12)); // that g1 has it, too

        bob.Restart();
        bob.Sent.Clear();
        bob.Pass(TimeSpan.FromSeconds(15));
        Assert.Equal(["g2"], Told(bob, choice).Distinct());
        Assert.False(bob.User.CanSleep(bob.Now + 3_600_000));
        bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, new GroupId("g2"), 0, 0) { HistoryAt = choice.At });
        bob.Sent.Clear();
        bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(Told(bob, choice));
    }

    [Fact]
    public void A_group_that_he_first_hears_of_is_told_and_whoever_keeps_nothing_tells_nobody()
    {
        var bob = new OneUser();
        bob.Attach();
        Hear(bob, "g1", 11);
        bob.Pass(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(bob.Sent.OfType<GroupCommands.ReportProgress>(), c => c.Confirm);
        bob.Do(Set(true));
        bob.Sent.Clear();
        Hear(bob, "g2", 12);
        bob.Pass(TimeSpan.FromMilliseconds(200));
        Assert.Contains(bob.Sent.OfType<GroupCommands.ReportProgress>(), c => c.GroupId.Value == "g2" && c.Confirm && c.History.On);
    }

    private static UserCommands.SetHistory Set(bool on) => new(OneUser.Bob, Rest, on);

    private static void Hear(OneUser bob, string group, long number) =>
        bob.Do(new UserCommands.GroupFanout(OneUser.Bob, new GroupId(group), number, 0, [], 0, 1, 0));

    private static IEnumerable<string> Told(OneUser bob, HistoryChoice choice) =>
        bob.Sent.OfType<GroupCommands.ReportProgress>().Where(c => c.Confirm && c.History == choice).Select(c => c.GroupId.Value);

    private static IReadOnlyList<HistoryEntry> Entries(OneUser bob, long from, long upTo) =>
        [.. bob.Journal.Take((int)upTo).Skip((int)from - 1).Select(bob.User.HistoryOf).OfType<HistoryEntry>()];
}
