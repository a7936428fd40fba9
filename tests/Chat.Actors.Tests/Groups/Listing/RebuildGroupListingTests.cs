using Chat.Actors.Addressing;
using Chat.Actors.Groups.Listing;
using Chat.Actors.Tests.Persistence;
using Chat.Domain;
using Chat.Domain.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Actors.Tests.Groups.Listing;

/// <summary>The listing can be lost: every group that the database holds anything of is asked to write it anew.</summary>
public sealed class RebuildGroupListingTests
{
    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Every_group_is_asked_once_whatever_is_left_of_it_and_no_user(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var groups = Enumerable.Range(0, 1_203).Select(i => EntityAddress.Of(new GroupId($"group_{i}"))).ToList();
        await journal.Database.WriteAsync(
            null,
            async (connection, token) =>
            {
                for (var i = 0; i < groups.Count; i++)
                {
                    // Some have rows, some only a snapshot, some both.
                    if (i % 3 != 1) await AddRowAsync(connection, groups[i].PersistenceId, 1 + i % 2);
                    if (i % 3 != 0) await AddSnapshotAsync(connection, groups[i].PersistenceId);
                }

                await AddRowAsync(connection, EntityAddress.Of(new UserId("group_5")).PersistenceId, 1);
                await AddRowAsync(connection, "h/000/other", 1);
                return 0;
            },
            CancellationToken.None);

        var told = new Recorder();
        var time = new FakeTimeProvider();
        var rebuild = new RebuildGroupListing(journal.Databases, told, time, NullLogger<RebuildGroupListing>.Instance).RunAsync(CancellationToken.None);
        while (!rebuild.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        Assert.Equal(groups.Count, await rebuild);
        Assert.Equal(groups.Select(group => group.Id).Order(StringComparer.Ordinal), told.Groups.Order(StringComparer.Ordinal));
    }

    private static async Task AddRowAsync(DataConnection connection, string id, int rows)
    {
        for (var n = 1; n <= rows; n++)
            await connection.ExecuteAsync(
                "insert into journal (created, deleted, persistence_id, sequence_number, message) values (@at, @deleted, @id, @n, @bytes)",
                DataParameter.Int64("at", 1), DataParameter.Boolean("deleted", false), DataParameter.Text("id", id), DataParameter.Int64("n", n),
                DataParameter.VarBinary("bytes", (byte[])[1]));
    }

    private static Task AddSnapshotAsync(DataConnection connection, string id) => connection.ExecuteAsync(
        "insert into snapshot (persistence_id, sequence_number, created) values (@id, 7, 1)", DataParameter.Text("id", id));

    private sealed class Recorder : IEntities
    {
        public List<string> Groups { get; } = [];

        public void Tell(IEntityMessage message) => Groups.Add(((GroupCommands.Relist)message).GroupId.Value);
    }
}
