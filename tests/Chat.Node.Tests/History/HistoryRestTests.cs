using System.Net;
using System.Net.Http.Json;
using Chat.Actors.Databases;
using Chat.Actors.History;
using Chat.Domain.History;
using Chat.Domain.Users;
using Chat.Node.Tests.Accounts;
using Chat.Node.Tests.Tokens;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Node.Tests.History;

/// <summary>History by REST: the choice, pages, and who sees what.</summary>
public sealed class HistoryRestTests
{
    private const string Key = "a key of thirty-two bytes or more";
    private static readonly long Noon = AccountHost.Start.ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_user_chooses_with_his_profile_and_is_told_what_he_has_chosen()
    {
        await using var host = await StartAsync();
        Assert.False((bool)(await host.GetAsync("/api/users/me", Token("ada"))).Expect(HttpStatusCode.OK).Json["keep_history"]!);
        var changed = (await PatchAsync(host, "ada", new { keep_history = true })).Expect(HttpStatusCode.OK);
        Assert.True((bool)changed.Json["keep_history"]!);
        Assert.True((bool)(await PatchAsync(host, "ada", new { display_name = "Ada" })).Expect(HttpStatusCode.OK).Json["keep_history"]!);
        var off = (await PatchAsync(host, "ada", new { display_name = "Ada L.", keep_history = false })).Expect(HttpStatusCode.OK);
        Assert.Equal(("Ada L.", false), (off["display_name"], (bool)off.Json["keep_history"]!));
        (await PatchAsync(host, "ada", new { })).Expect(HttpStatusCode.BadRequest, "missing_field", "display_name");
        (await PatchAsync(host, "ada", new { keep_history = "yes" })).Expect(HttpStatusCode.BadRequest);
        Assert.Equal([true, false], host.Entities.Told.OfType<UserCommands.SetHistory>().Select(c => c.On));
    }

    [Fact]
    public async Task A_conversation_is_paged_in_both_directions()
    {
        await using var host = await StartAsync();
        host.Entities.HistorySince = Noon;
        await KeepAsync(host, "ada");
        await WriteAsync(host, EntityAddress.Of(new UserId("ada")), new UserId("ben"), 10);
        var newest = await PageAsync(host, "ada", "conv_ada_ben?limit=4");
        Assert.Equal(("on", "7,8,9,10", true, Noon), (newest["history"], Texts(newest), (bool)newest.Json["has_more"]!, (long)newest.Json["kept_since"]!));
        Assert.Equal("4,5,6", Texts(await PageAsync(host, "ada", $"conv_ada_ben?limit=3&before={Id(7)}")));
        Assert.Equal("1,2", Texts(await PageAsync(host, "ada", $"conv_ada_ben?before={Id(3)}")));
        var later = await PageAsync(host, "ada", $"conv_ada_ben?after={Id(8)}&limit=100");
        Assert.Equal(("9,10", false), (Texts(later), (bool)later.Json["has_more"]!));
        Assert.Equal("3,4", Texts(await PageAsync(host, "ada", $"conv_ada_ben?after_time={Noon + 2_000}&limit=2")));
        Assert.Equal("1,2", Texts(await PageAsync(host, "ada", $"conv_ada_ben?before_time={Noon + 3_000}")));

        Assert.Equal(
            $$"""{"message_id":"{{Id(9)}}","sender_id":"ada","content":"9","media_url":null,"reply_to":null,"timestamp":{{Noon + 9_000}},"client_message_id":"c9"}""",
            later.Json["messages"]![0]!.ToJsonString());
        Assert.Null(later.Json["messages"]![1]!["client_message_id"]); // of another
    }

    [Fact]
    public async Task Nothing_is_shown_of_before_the_choice_nor_where_there_is_none_nor_of_others()
    {
        await using var host = await StartAsync(("History:Retention", "00:10:00"));
        await WriteAsync(host, EntityAddress.Of(new UserId("ada")), new UserId("ben"), 5);
        Assert.Equal("""{"history":"off","messages":[],"has_more":false,"kept_since":null}""", (await PageAsync(host, "ada", "conv_ada_ben")).Text);
        host.Entities.HistorySince = Noon + 3_000;
        await KeepAsync(host, "ada");
        Assert.Equal("3,4,5", Texts(await PageAsync(host, "ada", "conv_ada_ben")));
        host.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(4.5)); // the clean-up may be late
        Assert.Equal("5", Texts(await PageAsync(host, "ada", "conv_ada_ben")));

        await KeepAsync(host, "ben");
        Assert.Equal("", Texts(await PageAsync(host, "ben", "conv_ada_ben"))); // a history of his own
        (await host.GetAsync("/api/conversations/conv_ada_ben/messages", Token("eve"))).Expect(HttpStatusCode.Forbidden, "forbidden");
        (await host.GetAsync("/api/conversations/conv_ada_ben/messages")).Expect(HttpStatusCode.Unauthorized, "not_authenticated");
    }

    [Theory]
    [InlineData("a", "b_c")]
    [InlineData("b_c", "a")]
    [InlineData("a_b", "c/d?e")]
    [InlineData("x", "x")]
    [InlineData("b_b", "b")]
    public async Task Names_with_any_characters_are_found(string self, string peer)
    {
        await using var host = await StartAsync();
        await KeepAsync(host, self);
        await WriteAsync(host, EntityAddress.Of(new UserId(self)), new UserId(peer), 1);
        var id = ConversationId.Between(new UserId(self), new UserId(peer)).Value;
        Assert.Equal("1", Texts(await PageAsync(host, self, Uri.EscapeDataString(id))));
    }

    [Fact]
    public async Task Of_a_group_a_member_sees_his_stretches_and_a_stranger_nothing()
    {
        await using var host = await StartAsync();
        var id = (await host.PostAsync("/api/groups", new { name = "Chess" }, Token("ada"))).Expect(HttpStatusCode.Created)["group_id"];
        await KeepAsync(host, "ada");
        await WriteAsync(host, EntityAddress.Of(new GroupId(id)), null, 7);
        Assert.Equal("2,3,5,6,7", Texts(await PageAsync(host, "ada", id)));
        Assert.Equal("3,5", Texts(await PageAsync(host, "ada", $"{id}?after={Id(2)}&limit=2")));
        (await host.GetAsync($"/api/conversations/{id}/messages", Token("eve"))).Expect(HttpStatusCode.Forbidden, "not_member");
        (await host.GetAsync("/api/conversations/group_nowhere/messages", Token("ada"))).Expect(HttpStatusCode.NotFound, "group_not_found");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("before=12", "before")]
    [InlineData("after_time=-1", "after_time")]
    [InlineData("before_time=1&after_time=1", "after")]
    public async Task A_place_that_is_none_is_told(string query, string field)
    {
        await using var host = await StartAsync();
        (await host.GetAsync($"/api/conversations/conv_ada_ben/messages?{query}", Token("ada"))).Expect(HttpStatusCode.BadRequest, "invalid_value", field);
    }

    private static Task<AccountHost> StartAsync(params (string, string)[] settings) => AccountHost.StartAsync([("Auth:SigningKey", Key), .. settings]);

    private static string Token(string user) => Mint.Embedded(Key, user, AccountHost.Start);

    private static Task<Answer> PatchAsync(AccountHost host, string user, object change) =>
        host.SendAsync(HttpMethod.Patch, "/api/users/me", Token(user), JsonContent.Create(change));

    private static async Task KeepAsync(AccountHost host, string user) =>
        (await PatchAsync(host, user, new { keep_history = true })).Expect(HttpStatusCode.OK);

    private static async Task<Answer> PageAsync(AccountHost host, string user, string what)
    {
        var (id, query) = what.Split('?') is [var name, var rest] ? (name, "?" + rest) : (what, "");
        return (await host.GetAsync($"/api/conversations/{id}/messages{query}", Token(user))).Expect(HttpStatusCode.OK);
    }

    private static string Texts(Answer page) => string.Join(',', page.Json["messages"]!.AsArray().Select(message => (string)message!["content"]!));

    /// <summary>One a second; the odd ones by the owner's user "ada", where he is one.</summary>
    private static Task WriteAsync(AccountHost host, EntityAddress owner, UserId? peer, int messages) =>
        host.Services.GetRequiredService<IHistory>().WriteAsync(
            host.Services.GetRequiredService<IDatabases>().For(owner.Slot),
            [
                new HistoryPortion(owner, [.. Enumerable.Range(1, messages).Select(n => new HistoryEntry(
                    peer, Id(n), Noon + n * 1_000, new UserId(n % 2 == 1 ? "ada" : "ben"), new DeviceId("phone"), new ClientMessageId($"c{n}"),
                    new MessageBody($"{n}", null, null, 0), peer is null ? n : 0))], 1),
            ],
            CancellationToken.None);

    private static MessageId Id(int n) => new((Noon / 1000 + n) * MessageId.StampsPerSecond, 42, 1);
}
