using System.Collections.Concurrent;
using System.Data.Common;
using Chat.Actors.Groups.Listing;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Actors.Tests.Groups.Listing;

/// <summary>R5 for the listing: a group hears that its change is durable, and not a moment earlier.</summary>
public sealed class GroupListingWriterTests
{
    [Fact]
    public async Task Changes_of_many_groups_share_a_transaction_and_each_hears_of_its_own()
    {
        using var bench = new Bench();
        for (var group = 0; group < 50; group++)
            Assert.True(bench.Offer($"g{group}", rows: 10));
        await bench.StartAsync();
        await Eventually.HoldsAsync(() => bench.Written.Count == 50);
        Assert.Equal(500, bench.Table.Transactions.Sum());
        Assert.All(bench.Table.Transactions, rows => Assert.InRange(rows, 1, GroupListingWriter.RowsAtOnce));
        Assert.Equal(3, bench.Table.Transactions.Count);
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_lost_or_called_written_and_beyond_the_bound_nothing_is_taken()
    {
        using var bench = new Bench();
        bench.Table.IsAway = true;
        await bench.StartAsync();
        var taken = 0;
        await Eventually.HoldsAsync(() =>
        {
            while (bench.Offer($"g{taken}")) taken++;
            return taken > GroupListingWriter.Waiting;
        });
        Assert.InRange(taken, GroupListingWriter.Waiting, GroupListingWriter.Waiting * 2);
        Assert.Empty(bench.Written);

        bench.Table.IsAway = false;
        await Eventually.HoldsAsync(() =>
        {
            bench.Time.Advance(TimeSpan.FromSeconds(10));
            return bench.Written.Count == taken;
        });
        Assert.True(bench.Offer("after"));
        await Eventually.HoldsAsync(() => bench.Written.Contains("after"));
        Assert.Equal(taken + 1, bench.Written.Distinct().Count());
    }

    [Fact]
    public async Task One_change_that_the_database_refuses_keeps_no_other_from_being_written()
    {
        using var bench = new Bench();
        bench.Table.Refuses = "bad";
        foreach (var group in new[] { "g1", "bad", "g2", "g3" })
            bench.Offer(group);
        await bench.StartAsync();
        await Eventually.HoldsAsync(() => bench.Written.Count == 3);
        bench.Offer("g4");
        await Eventually.HoldsAsync(() =>
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            return bench.Written.Contains("g4");
        });
        Assert.DoesNotContain("bad", bench.Written);
        bench.Table.Refuses = null;
        await Eventually.HoldsAsync(() =>
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            return bench.Written.Contains("bad");
        });
    }

    private sealed class Bench : IDisposable
    {
        private readonly GroupListingWriter _writer;

        public Bench() => _writer = new GroupListingWriter(Table, Time, new Random(1), NullLogger<GroupListingWriter>.Instance);

        public FakeTable Table { get; } = new();

        public FakeTimeProvider Time { get; } = new();

        public ConcurrentQueue<string> Written { get; } = new();

        public Task StartAsync() => _writer.StartAsync(CancellationToken.None);

        public bool Offer(string group, int rows = 1) => _writer.TryWrite(new GroupListingChange(
            new GroupListing(
                new GroupId(group), 1, 1, "x", 1, [.. Enumerable.Range(0, rows).Select(i => new ListedMember(new UserId($"u{i}"), GroupRole.Member, 1))]),
            () => Written.Enqueue(group)));

        public void Dispose() => _writer.Dispose();
    }

    private sealed class FakeTable : IGroupListing
    {
        public volatile bool IsAway;
        public volatile string? Refuses;

        public ConcurrentQueue<int> Transactions { get; } = new();

        public Task WriteAsync(IReadOnlyCollection<GroupListing> groups, CancellationToken cancellation)
        {
            if (IsAway || groups.Any(group => group.Group.Value == Refuses))
                throw new Unwilling();
            Transactions.Enqueue(groups.Sum(group => group.Members.Count));
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<GroupListingRow>> ListOfAsync(UserId user, GroupId? after, int limit, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<GroupListingRow>>([]);
    }

    private sealed class Unwilling : DbException;
}
