using System.Net;
using System.Net.Http.Json;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Node.Conversations;
using Chat.Node.Problems;
using Chat.Node.Tests.Accounts;
using Chat.Node.Tests.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Conversations;

/// <summary><c>/api/conversations</c>: the list, put together from the user's entity and his groups, and mute and archive.</summary>
public sealed class ConversationRestTests
{
    private const string Key = "a key of thirty-two bytes or more";
    private static readonly GroupId Gone = new("group_gone");
    private readonly MessageId _one = new(1_699_200_000_000_007, 42, 3);
    private readonly MessageId _two = new(1_699_200_000_000_009, 77, 1);

    private static Task<AccountHost> StartAsync() => AccountHost.StartAsync(("Auth:SigningKey", Key));

    private static string Token(string user) => Mint.Embedded(Key, user, AccountHost.Start);

    [Fact]
    public async Task The_list_joins_what_the_entity_knows_with_what_each_group_says_now()
    {
        await using var host = await StartAsync();
        (await host.SendAsync(HttpMethod.Patch, "/api/users/me", Token("bob"), JsonContent.Create(new { display_name = "Bob B." }))).Expect(HttpStatusCode.OK);
        var made = (await host.SendAsync(HttpMethod.Post, "/api/groups", Token("alice"), JsonContent.Create(new { name = "Chess", member_ids = new[] { "bob" } })))
            .Expect(HttpStatusCode.Created);
        var chess = new GroupId(made["group_id"]);
        host.Entities.Groups.Newest = new GroupMessage(
            9, 1_699_200_000_500, _two, new UserId("bob"), new DeviceId("phone"), new MessageBody("Check!", null, null, 0));
        host.Entities.Conversations = new ConnectionMessages.ConversationList(
            [
                Info(chess, default, unread: 2, activity: 20),
                Info(new UserId("bob"), _one, unread: 3, activity: 15, own: true, body: new MessageBody("Hi", null, null, 0)),
                Info(Gone, default, unread: 4, activity: 10),
            ], 9, true);
        var list = (await host.GetAsync("/api/conversations?limit=3&archived=false", Token("alice"))).Expect(HttpStatusCode.OK).Json;
        // 9, of which the group counted 3 too few, and one that she has left 4 too many.
        Assert.Equal((8, "10.group_gone"), ((int)list["total_unread"]!, (string)list["next_cursor"]!));
        Assert.Collection(
            list["conversations"]!.AsArray(),
            group => Assert.Equal(
                $$"""{"conversation_id":"{{chess}}","kind":"group","peer_id":null,"group_id":"{{chess}}","name":"Chess","last_message":{"message_id":"{{_two}}","sender_id":"bob","content":"Check!","media_url":null,"timestamp":1699200000500},"unread_count":5,"muted":false,"muted_until":null,"archived":false,"read_up_to":null,"activity_at":1699200000500}""",
                group!.ToJsonString()),
            direct => Assert.Equal(
                $$"""{"conversation_id":"conv_alice_bob","kind":"direct","peer_id":"bob","group_id":null,"name":"Bob B.","last_message":{"message_id":"{{_one}}","sender_id":"alice","content":"Hi","media_url":null,"timestamp":1699200000000},"unread_count":3,"muted":false,"muted_until":null,"archived":false,"read_up_to":null,"activity_at":1699200000000}""",
                direct!.ToJsonString()));
        var asked = Assert.IsType<UserCommands.GetConversations>(host.Entities.Told.Last());
        Assert.Equal((3, null, false), (asked.Max, asked.After, asked.Archived));
        (await host.GetAsync("/api/conversations?cursor=10.group_gone", Token("alice"))).Expect(HttpStatusCode.OK);
        Assert.Equal((10, "group_gone"), Assert.IsType<UserCommands.GetConversations>(host.Entities.Told.Last()).After);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=5.", "cursor")]
    [InlineData("archived=maybe", "archived")]
    public async Task A_question_that_makes_no_sense_names_its_field(string query, string field)
    {
        await using var host = await StartAsync();
        (await host.GetAsync($"/api/conversations?{query}", Token("alice"))).Expect(HttpStatusCode.BadRequest, "invalid_value", field);
    }

    [Fact]
    public async Task A_conversation_is_muted_and_archived_by_its_name_in_either_order()
    {
        await using var host = await StartAsync();
        foreach (var name in new[] { "conv_alice_bob", "conv_bob_alice" })
        {
            var answer = (await ChangeAsync(host, name, new { muted_until = 1_699_300_000_000, archived = true })).Expect(HttpStatusCode.OK).Json;
            Assert.Equal("""{"conversation_id":"conv_alice_bob","muted":true,"muted_until":1699300000000,"archived":true}""", answer.ToJsonString());
        }

        (await ChangeAsync(host, "group_789", new { muted = false })).Expect(HttpStatusCode.OK);
        var told = host.Entities.Told.OfType<UserCommands.SetConversation>().Last();
        Assert.Equal((new GroupId("group_789"), false, null), (told.With.Group, told.Muted, told.Archived));
        (await ChangeAsync(host, "conv_bob_carol", new { muted = true })).Expect(HttpStatusCode.Forbidden, "forbidden");
        (await ChangeAsync(host, "group_789", new { })).Expect(HttpStatusCode.BadRequest, "missing_field", "muted");
        (await ChangeAsync(host, "group_789", new { muted = false, muted_until = 7 })).Expect(HttpStatusCode.BadRequest, "invalid_value", "muted_until");
    }

    [Theory]
    [InlineData("conv_a_b", "a", "b")]
    [InlineData("conv_a_b", "b", "a")]
    [InlineData("conv_b_a", "a", "b")]
    [InlineData("conv_a_b_a", "a", "b_a")] // we would write conv_a_b_a for a and b_a
    [InlineData("conv_x_y_z", "x_y", "z")]
    [InlineData("conv_x_y_z", "z", "x_y")]
    [InlineData("conv_ü/1_é", "é", "ü/1")]
    [InlineData("conv_a_a", "a", "a")] // notes to oneself
    public void The_other_one_is_found_in_the_name(string name, string self, string other) =>
        Assert.Equal(new UserId(other), ConversationPath.Parse(name, new UserId(self)).Peer);

    [Theory]
    [InlineData("conv_a_b", "c")]
    [InlineData("conv_", "a")]
    public void Who_is_neither_of_the_two_sees_nothing(string name, string self) =>
        Assert.Throws<ProblemException>(() => ConversationPath.Parse(name, new UserId(self)));

    [Fact]
    public async Task A_device_is_renamed()
    {
        await using var host = await StartAsync();
        host.Entities.Devices[new UserId("alice")] = [new(new DeviceId("phone"), null, null, 1, 2, false)];
        var renamed = (await host.SendAsync(HttpMethod.Patch, "/api/devices/phone", Token("alice"), JsonContent.Create(new { name = " My phone " }))).Expect(HttpStatusCode.OK);
        Assert.Equal("My phone", renamed["name"]);
        Assert.Null((await host.SendAsync(HttpMethod.Patch, "/api/devices/phone", Token("alice"), JsonContent.Create(new { name = "" }))).Expect(HttpStatusCode.OK).Json["name"]);
        (await host.SendAsync(HttpMethod.Patch, "/api/devices/none", Token("alice"), JsonContent.Create(new { name = "x" }))).Expect(HttpStatusCode.BadRequest, "invalid_value");
        (await host.SendAsync(HttpMethod.Patch, "/api/devices/phone", Token("alice"), JsonContent.Create(new { name = new string('x', 65) })))
            .Expect(HttpStatusCode.BadRequest, "invalid_value", "name");
    }

    private static Task<Answer> ChangeAsync(AccountHost host, string name, object change) =>
        host.SendAsync(HttpMethod.Patch, $"/api/conversations/{Uri.EscapeDataString(name)}", Token("alice"), JsonContent.Create(change));

    private static ConversationInfo Info(
        ConversationPartner with, MessageId last, int unread, long activity, bool own = false, MessageBody? body = null) =>
        new(with, last, own, body, last.UnixMilliseconds, unread, default, default, activity);
}
