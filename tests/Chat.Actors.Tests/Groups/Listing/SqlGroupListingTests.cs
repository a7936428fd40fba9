using Chat.Actors.Groups.Listing;
using Chat.Actors.Tests.Persistence;
using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Actors.Tests.Groups.Listing;

/// <summary>The listing of a user's groups, on both databases.</summary>
public sealed class SqlGroupListingTests
{
    private static readonly UserId Anna = new("anna");
    private static readonly UserId Bert = new("bert");
    private static readonly GroupId Chess = new("g_chess");
    private readonly FakeTimeProvider _time = new();

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_user_sees_the_groups_that_he_is_in_page_by_page(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases, _time);
        var groups = Enumerable.Range(0, 25).Select(i => Group(7, Anna) with { Group = new GroupId($"g_{i:00}"), Name = $"Täm {i} \ud83d\ude00" })
            .Append(Group(1, Bert) with { Group = new GroupId("g_other") }).ToList();
        await listing.WriteAsync(groups, CancellationToken.None);

        var seen = new List<GroupListingRow>();
        while (await listing.ListOfAsync(Anna, seen.LastOrDefault()?.Group, 10, CancellationToken.None) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 10);
            seen.AddRange(page);
        }

        Assert.Equal(groups.Take(25).Select(g => new GroupListingRow(g.Group, g.Name, GroupRole.Member, 10, 7)), seen);
        Assert.Equal("g_other", Assert.Single(await listing.ListOfAsync(Bert, null, 10, CancellationToken.None)).Group.Value);
        Assert.Empty(await listing.ListOfAsync(new UserId("carl"), null, 10, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_lower_revision_never_replaces_a_higher_one_in_whatever_order_they_come(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases, _time);
        // Anna comes and goes and changes; at the end she is in as an admin, and Bert, who was in half of the time, is not.
        var versions = Enumerable.Range(1, 8)
            .Select(i => Group(i, i % 2 == 0 ? [Anna] : [Anna, Bert]) with { Name = $"name {i}" })
            .Select(g => g.Revision == 3 ? g with { Members = [] } : g).ToList();
        var random = new Random(7);
        for (var round = 0; round < 10; round++)
        {
            var group = new GroupId($"g{round}");
            var order = versions.Select(version => version with { Group = group }).OrderBy(_ => random.Next()).ToArray();
            await listing.WriteAsync(order[..3], CancellationToken.None);
            foreach (var version in order[3..])
                await listing.WriteAsync([version, version], CancellationToken.None);
            await listing.WriteAsync(order, CancellationToken.None);
        }

        var annas = await listing.ListOfAsync(Anna, null, 100, CancellationToken.None);
        Assert.Equal(10, annas.Count);
        Assert.All(annas, row => Assert.Equal(("name 8", 8), (row.Name, row.Revision)));
        Assert.Empty(await listing.ListOfAsync(Bert, null, 100, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Who_is_not_named_any_more_has_left_and_comes_back_by_joining_not_by_a_late_write(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases, _time);
        await listing.WriteAsync([Group(1, Anna, Bert)], CancellationToken.None);
        await listing.WriteAsync([Group(3, Bert)], CancellationToken.None);
        await listing.WriteAsync([Group(2, Anna, Bert)], CancellationToken.None);
        Assert.Empty(await listing.ListOfAsync(Anna, null, 10, CancellationToken.None));
        Assert.Equal(3, Assert.Single(await listing.ListOfAsync(Bert, null, 10, CancellationToken.None)).Revision);
        await listing.WriteAsync([Group(4, Bert) with { Members = [new ListedMember(Anna, GroupRole.Owner, 40)] }], CancellationToken.None);
        Assert.Equal((GroupRole.Owner, 40L), (await listing.ListOfAsync(Anna, null, 10, CancellationToken.None)).Select(row => (row.Role, row.JoinedAt)).Single());

        // A day later nothing of those who have left is kept.
        _time.Advance(TimeSpan.FromDays(2));
        await listing.WriteAsync([Group(5, Anna)], CancellationToken.None);
        await listing.WriteAsync([Group(3, Bert)], CancellationToken.None);
        Assert.Single(await listing.ListOfAsync(Bert, null, 10, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Writers_of_the_same_members_do_not_hinder_one_another(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases, _time);
        var members = Enumerable.Range(0, 100).Select(i => new UserId($"user{i}")).ToArray();
        await Task.WhenAll(Enumerable.Range(1, 6).Select(async revision =>
        {
            var mine = Enumerable.Range(0, 7).Select(i => Group(revision, members) with { Group = new GroupId($"g{i}") }).ToArray();
            Random.Shared.Shuffle(mine);
            await listing.WriteAsync(mine, CancellationToken.None);
        }));
        foreach (var user in members.Take(20))
            Assert.Equal(7, (await listing.ListOfAsync(user, null, 10, CancellationToken.None)).Count(row => row.Revision == 6));
    }

    private static GroupListing Group(long revision, params UserId[] members) =>
        new(Chess, 9, revision, "Chess", 1, [.. members.Select(user => new ListedMember(user, GroupRole.Member, 10))]);
}
