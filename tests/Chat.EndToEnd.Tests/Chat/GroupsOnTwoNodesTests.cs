using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Chat;

/// <summary>A group whose entity, members and sockets are spread over two nodes: batches cross between them, and the order stays one for all.</summary>
public sealed class GroupsOnTwoNodesTests
{
    private const int Members = 8;
    private const int Messages = 40;

    [SkippableFact]
    public async Task Members_at_either_node_get_every_message_in_one_order()
    {
        await using var cluster = await NodeCluster.StartAsync(2);
        var (first, second) = (cluster[0], cluster[1]);
        var users = Enumerable.Range(1, Members).Select(i => $"member{i}").ToList();
        var clients = new List<ChatClient>();
        try
        {
            foreach (var (user, i) in users.Select((user, i) => (user, i)))
                clients.Add(await ChatClient.SignInAsync(i % 2 == 0 ? first : second, user));
            var group = await RestClient.CreateGroupAsync(second, users[0], users.Skip(1));
            foreach (var client in clients)
                await client.ExpectAsync("group_event");

            for (var n = 0; n < Messages; n++)
                await clients[n % 2].SendToGroupAsync(group, $"c{n}", $"text {n}");
            var orders = new List<List<string>>();
            foreach (var client in clients.Skip(2))
            {
                var ids = new List<string>();
                for (var n = 0; n < Messages; n++)
                {
                    var id = (string)(await client.ExpectAsync("group_message"))["payload"]!["message_id"]!;
                    ids.Add(id);
                    await client.AcknowledgeAsync(id);
                }

                orders.Add(ids);
            }

            Assert.All(orders, order => Assert.Equal(orders[0], order));
            Assert.Equal(orders[0].Order(StringComparer.Ordinal).Distinct(), orders[0]);
        }
        finally
        {
            foreach (var client in clients)
                await client.DisposeAsync();
        }
    }
}
