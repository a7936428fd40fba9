using Chat.Actors.History;
using Chat.Actors.Tests.Harness;
using Chat.Actors.Tests.Persistence;
using Chat.Domain.Groups;
using Chat.Domain.History;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Logging.Abstractions;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.History;

/// <summary>A group and the entities of its members: who opts in tells his groups, and what follows is kept once.</summary>
public sealed class GroupHistoryTests
{
    private static readonly GroupId Chess = new("group_chess");

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_group_is_kept_once_from_when_a_member_has_opted_in_until_the_last_has_opted_out(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        var table = new SqlHistory(journal.Databases);
        var stream = new HistoryStream(journal.Databases, table, new HistorySettings(), NullLogger.Instance);
        await using var host = journal.StartGroupHost(new UserLimits(), new GroupLimits(), history: stream);
        stream.Start(host.System);
        var members = await host.CreateAsync(Chess, 4);
        await SendAsync(members[0], 3);

        await SetAsync(host, members[1], true);
        await SetAsync(host, members[2], true);
        // The group knows it a moment later; then everything is kept.
        var last = await FirstKeptAsync(table, members[0]) + 20;
        await SendAsync(members[0], last);
        await Eventually.HoldsAsync(async () => (await PageAsync(table)).Messages is [.., var newest] && NumberOf(newest) == last);
        var kept = (await PageAsync(table)).Messages;
        Assert.Equal(Enumerable.Range(last - kept.Count + 1, kept.Count), kept.Select(NumberOf)); // without a gap
        Assert.Equal(kept.Count, await journal.AskAsync<long>("select count(*) from history")); // once, not for each member

        await SetAsync(host, members[1], false);
        await SetAsync(host, members[2], false);
        await Eventually.HoldsAsync(async () =>
        {
            var before = await CountAsync(table);
            await SendAsync(members[0], members[0].Accepted + 1);
            await Task.Delay(600); // longer than a message takes to get there
            return await CountAsync(table) == before;
        });
    }

    private static int NumberOf(HistoryEntry message) => int.Parse(message.ClientMessageId.Value[(message.ClientMessageId.Value.LastIndexOf('-') + 1)..]);

    /// <returns>How many were sent until the first was kept.</returns>
    private static async Task<int> FirstKeptAsync(SqlHistory table, AckingDevices.Phone sender)
    {
        var sent = sender.Accepted;
        await Eventually.HoldsAsync(async () =>
        {
            await SendAsync(sender, ++sent);
            return await CountAsync(table) > 0;
        });
        return sent;
    }

    private static async Task SendAsync(AckingDevices.Phone sender, int upTo)
    {
        sender.Send(Chess, upTo);
        await Eventually.HoldsAsync(() => sender.Accepted == upTo);
    }

    private static async Task SetAsync(GroupHost host, AckingDevices.Phone member, bool on)
    {
        var before = member.Of<Done>().Count();
        host.Tell(new UserCommands.SetHistory(member.User, member.Connection, on));
        await Eventually.HoldsAsync(() => member.Of<Done>().Count() > before);
    }

    private static async Task<int> CountAsync(SqlHistory table) => (await PageAsync(table)).Messages.Count;

    private static Task<HistoryPage> PageAsync(SqlHistory table) =>
        table.PageAsync(new HistoryQuery(EntityAddress.Of(Chess), null, 0, 10_000), CancellationToken.None);
}
