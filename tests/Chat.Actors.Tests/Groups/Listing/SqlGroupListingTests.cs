using Chat.Actors.Groups.Listing;
using Chat.Actors.Tests.Persistence;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Actors.Tests.Groups.Listing;

/// <summary>The listing of a user's groups, on both databases.</summary>
public sealed class SqlGroupListingTests
{
    private static readonly UserId Anna = new("anna");
    private static readonly UserId Bert = new("bert");
    private static readonly GroupId Chess = new("g_chess");

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_user_sees_the_groups_that_he_is_in_page_by_page(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases);
        var rows = Enumerable.Range(0, 25).Select(i => Row(Anna, revision: 1) with { Group = new GroupId($"g_{i:00}"), Name = $"Täm {i} \ud83d\ude00" })
            .Append(Row(Bert)).Append(Row(Anna) with { Group = new GroupId("g_left"), LeftAt = 9 }).ToList();
        await listing.UpsertManyAsync(rows, CancellationToken.None);

        var seen = new List<GroupListingRow>();
        while (await listing.ListOfAsync(Anna, seen.LastOrDefault()?.Group, 10, CancellationToken.None) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 10);
            seen.AddRange(page);
        }

        Assert.Equal(rows.Take(25), seen);
        Assert.Equal([Row(Bert)], await listing.ListOfAsync(Bert, null, 10, CancellationToken.None));
        Assert.Empty(await listing.ListOfAsync(new UserId("carl"), null, 10, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_lower_revision_never_replaces_a_higher_one_in_whatever_order_they_come(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases);
        var versions = Enumerable.Range(1, 8).Select(i => Row(Anna, i) with { Name = $"name {i}", Role = (GroupRole)(i % 3) }).ToList();
        var random = new Random(7);
        for (var round = 0; round < 10; round++)
        {
            var group = new GroupId($"g{round}");
            var order = versions.Select(version => version with { Group = group }).OrderBy(_ => random.Next()).ToArray();
            await listing.UpsertManyAsync(order[..3], CancellationToken.None);
            foreach (var version in order[3..])
                await listing.UpsertManyAsync([version, version], CancellationToken.None);
            await listing.UpsertManyAsync(order, CancellationToken.None);
        }

        Assert.All(await listing.ListOfAsync(Anna, null, 100, CancellationToken.None), row => Assert.Equal("name 8", row.Name));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Who_has_left_is_not_brought_back_by_a_late_write_but_by_joining_again(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases);
        await listing.UpsertManyAsync([Row(Anna, 1)], CancellationToken.None);
        await listing.UpsertManyAsync([Row(Anna, 3) with { LeftAt = 30 }], CancellationToken.None);
        await listing.UpsertManyAsync([Row(Anna, 2) with { Role = GroupRole.Admin }], CancellationToken.None);
        Assert.Empty(await listing.ListOfAsync(Anna, null, 10, CancellationToken.None));
        await listing.UpsertManyAsync([Row(Anna, 4) with { JoinedAt = 40 }], CancellationToken.None);
        Assert.Equal(40, Assert.Single(await listing.ListOfAsync(Anna, null, 10, CancellationToken.None)).JoinedAt);
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Only_who_has_left_is_forgotten_and_only_up_to_the_revision_that_says_so(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases);
        await listing.UpsertManyAsync([Row(Anna, 5) with { LeftAt = 1 }, Row(Bert, 5)], CancellationToken.None);
        await listing.RemoveManyAsync([(Anna, Chess, 4), (Bert, Chess, 9)], CancellationToken.None);
        await listing.UpsertManyAsync([Row(Anna, 4)], CancellationToken.None); // still refused
        Assert.Empty(await listing.ListOfAsync(Anna, null, 10, CancellationToken.None));
        Assert.Single(await listing.ListOfAsync(Bert, null, 10, CancellationToken.None));

        await listing.RemoveManyAsync([(Anna, Chess, 5)], CancellationToken.None);
        await listing.UpsertManyAsync([Row(Anna, 1)], CancellationToken.None);
        Assert.Single(await listing.ListOfAsync(Anna, null, 10, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Writers_of_the_same_members_do_not_hinder_one_another(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var listing = new SqlGroupListing(journal.Databases);
        var members = Enumerable.Range(0, 700).Select(i => new UserId($"user{i}")).ToArray();
        await Task.WhenAll(Enumerable.Range(1, 6).Select(async revision =>
        {
            var mine = members.Select(user => Row(user, revision)).ToArray();
            Random.Shared.Shuffle(mine);
            await listing.UpsertManyAsync(mine, CancellationToken.None);
        }));
        foreach (var user in members.Take(20))
            Assert.Equal(6, Assert.Single(await listing.ListOfAsync(user, null, 10, CancellationToken.None)).Revision);
    }

    private static GroupListingRow Row(UserId user, long revision = 1) => new(user, Chess, "Chess", GroupRole.Member, 10, null, revision);
}
