using Chat.Actors.History;
using Chat.Actors.Tests.Persistence;
using Chat.Domain.Groups.Members;
using Chat.Domain.History;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Actors.Tests.History;

/// <summary>The table: pages in both directions, what whoever asks may see, erasure and expiry.</summary>
public sealed class SqlHistoryTests
{
    private static readonly EntityAddress Bert = EntityAddress.Of(new UserId("bert"));
    private static readonly EntityAddress Chess = EntityAddress.Of(new GroupId("group_chess"));
    private static readonly UserId Anna = new("anna");

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_message_comes_back_as_it_was_and_is_there_once_however_often_it_is_written(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var table = new SqlHistory(journal.Databases);
        var entry = new HistoryEntry(
            Anna, Id(1), 1_000, Anna, new DeviceId("phone"), new ClientMessageId("c1"), new MessageBody("Ünï \ud83d\ude00", "/api/media/x", Id(0), -1), 0);
        HistoryPortion[] portions = [new(Bert, [entry], 7), new(Bert, [entry with { Body = new MessageBody("", null, null, 0), MessageId = Id(2) }, entry], 8)];
        Assert.Equal(2, await table.WriteAsync(journal.Database, portions, CancellationToken.None));
        Assert.Equal(0, await table.WriteAsync(journal.Database, portions, CancellationToken.None));
        var page = await table.PageAsync(new HistoryQuery(Bert, Anna, 0, 10), CancellationToken.None);
        Assert.Equal([entry, entry with { Body = new MessageBody("", null, null, 0), MessageId = Id(2) }], page.Messages);
        Assert.Empty((await table.PageAsync(new HistoryQuery(Bert, new UserId("bob"), 0, 10), CancellationToken.None)).Messages);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Pages_go_both_ways_from_messages_and_from_times(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var table = new SqlHistory(journal.Databases);
        await WriteAsync(journal, table, Bert, Anna, 20);
        var query = new HistoryQuery(Bert, Anna, 0, 3);
        await ExpectAsync(query, [18, 19, 20], true);
        await ExpectAsync(query with { Before = Id(18) }, [15, 16, 17], true);
        await ExpectAsync(query with { Before = Id(3) }, [1, 2], false);
        await ExpectAsync(query with { After = Id(18) }, [19, 20], false);
        await ExpectAsync(query with { After = Id(0) }, [1, 2, 3], true);
        await ExpectAsync(query with { AfterTime = TimeOf(5) }, [6, 7, 8], true);
        await ExpectAsync(query with { AfterTime = TimeOf(5) - 1 }, [5, 6, 7], true);
        await ExpectAsync(query with { BeforeTime = TimeOf(5) }, [2, 3, 4], true);
        await ExpectAsync(query with { BeforeTime = long.MaxValue / 2 }, [18, 19, 20], true);
        await ExpectAsync(query with { Before = Id(19), Since = TimeOf(17) }, [17, 18], false);

        async Task ExpectAsync(HistoryQuery asked, int[] numbers, bool more)
        {
            var page = await table.PageAsync(asked, CancellationToken.None);
            Assert.Equal(numbers.Select(n => Id(n).ToString()), HistoryCase.Ids(page));
            Assert.Equal(more, page.HasMore);
        }
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Of_a_group_only_the_stretches_are_seen_that_were_asked_for(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var table = new SqlHistory(journal.Databases);
        await WriteAsync(journal, table, Chess, null, 20);
        var query = new HistoryQuery(Chess, null, 0, 5) { Stretches = [new Interval(3, 5), new Interval(18, Interval.Open)] };
        Assert.Equal(Ids(5, 18, 19, 20), HistoryCase.Ids(await table.PageAsync(query with { Limit = 4 }, CancellationToken.None)));
        Assert.Equal(Ids(3, 4, 5, 18, 19), HistoryCase.Ids(await table.PageAsync(query with { After = Id(0) }, CancellationToken.None)));
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Rows_are_erased_by_owner_and_expire_by_age_some_at_a_time(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var table = new SqlHistory(journal.Databases);
        await WriteAsync(journal, table, Bert, Anna, 20);
        await WriteAsync(journal, table, Chess, null, 20);
        await table.EraseAsync(Bert, TimeOf(15), CancellationToken.None);
        Assert.Equal(Ids(16, 17, 18, 19, 20), HistoryCase.Ids(await table.PageAsync(new HistoryQuery(Bert, Anna, 0, 50), CancellationToken.None)));

        Assert.Equal(10, await table.ExpireAsync(journal.Database, TimeOf(19), 10, CancellationToken.None));
        Assert.Equal(10, await table.ExpireAsync(journal.Database, TimeOf(19), 10, CancellationToken.None));
        Assert.Equal(1, await table.ExpireAsync(journal.Database, TimeOf(19), 10, CancellationToken.None));
        Assert.Equal(Ids(19, 20), HistoryCase.Ids(await table.PageAsync(new HistoryQuery(Chess, null, 0, 50), CancellationToken.None)));
        Assert.Equal(4, await journal.AskAsync<long>("select count(*) from history"));
    }

    private static Task WriteAsync(SqlJournalCase journal, SqlHistory table, EntityAddress owner, UserId? peer, int messages) => table.WriteAsync(
        journal.Database,
        [
            new HistoryPortion(owner, [.. Enumerable.Range(1, messages).Select(n => new HistoryEntry(
                peer, Id(n), TimeOf(n), Anna, new DeviceId("phone"), new ClientMessageId($"c{n}"), new MessageBody($"text {n}", null, null, 0), peer is null ? n : 0))], 1),
        ],
        CancellationToken.None);

    private static IEnumerable<string> Ids(params int[] numbers) => numbers.Select(n => Id(n).ToString());

    /// <summary>Four in a second.</summary>
    private static MessageId Id(int n) => new((1_777_000_000 + n / 4) * MessageId.StampsPerSecond + n, 42, 1);

    private static long TimeOf(int n) => 1_777_000_000_000 + n * 250L;
}
