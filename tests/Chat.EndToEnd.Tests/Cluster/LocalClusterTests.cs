using System.Text.RegularExpressions;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>Three nodes behind HAProxy, started by the one script: what a person who tries the cluster sees.</summary>
public sealed class LocalClusterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [SkippableFact]
    public async Task Clients_of_a_killed_node_come_back_at_another_one_and_nothing_is_left_running_after_ctrl_c()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => PersonAsync(cluster, $"person-{i}")));
        try
        {
            await people[0].Client.SendMessageAsync(people[1].Name, "before", "before the kill");
            await people[0].Client.ExpectAsync("message_ack");
            await ExpectAsync(people[1], "before the kill");

            using var http = new HttpClient();
            var victim = await NodeWithClientsAsync(cluster, http);
            await LocalCluster.SignalAsync("-KILL", cluster.ProcessId(victim));
            await Eventually.HoldsAsync(() => people.Any(p => p.Client.Closed.IsCompleted), () => cluster.Output);
            var away = people.Where(p => p.Client.Closed.IsCompleted).ToList();
            var sender = people.Except(away).First();
            foreach (var person in away)
                await SendAsync(sender, person.Name, "while away");
            foreach (var person in away)
            {
                await person.Client.DisposeAsync();
                person.Client = await SignInAsync(cluster, person.Name);
                await ExpectAsync(person, "while away");
            }

            await Eventually.HoldsAsync(() => cluster.Output.Contains($"node {victim} is started again", StringComparison.Ordinal), () => cluster.Output);
            await Eventually.HoldsAsync(async () => await IsHealthyAsync(http, new Uri(cluster.NodeAddress(victim), "/health")));

            Assert.NotEmpty(cluster.Running());
            Assert.Equal(0, await cluster.InterruptAsync());
            Assert.Empty(cluster.Running());
        }
        finally
        {
            foreach (var person in people) await person.Client.DisposeAsync();
        }
    }

    /// <summary>HAProxy spreads sockets evenly over the nodes that it takes for ready, which may have been two only.</summary>
    private static async Task<int> NodeWithClientsAsync(LocalCluster cluster, HttpClient http)
    {
        foreach (var node in (int[])[2, 3, 1])
        {
            var metrics = await http.GetStringAsync(new Uri(cluster.ManagementAddress(node), "/metrics"));
            if (Regex.Match(metrics, @"^chat_connections_attached\S* (\d+)", RegexOptions.Multiline) is { Success: true } found && found.Groups[1].Value != "0")
                return node;
        }

        throw new InvalidOperationException($"No node has clients.\n{cluster.Output}");
    }

    private static async Task<Person> PersonAsync(LocalCluster cluster, string name) => new(name, await SignInAsync(cluster, name));

    /// <summary>As a client does: again until it works.</summary>
    private static async Task<ChatClient> SignInAsync(LocalCluster cluster, string name)
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return await ChatClient.SignInAsync(cluster.WebSocketAddress, name);
            }
            catch (Exception e) when (DateTime.UtcNow < end && e is System.Net.WebSockets.WebSocketException or InvalidOperationException)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Until it is acked, with the same id: the recipient's entity may be on its way from the killed node.</summary>
    private static async Task SendAsync(Person sender, string receiver, string content)
    {
        var id = $"to-{receiver}";
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            await sender.Client.SendMessageAsync(receiver, id, content);
            try
            {
                await sender.Client.ExpectAsync("message_ack", f => (string?)f["client_message_id"] == id, TimeSpan.FromSeconds(10));
                return;
            }
            catch (InvalidOperationException) when (DateTime.UtcNow < end)
            {
                // no ack: again
            }
        }
    }

    private static async Task ExpectAsync(Person person, string content)
    {
        var message = await person.Client.ExpectAsync("message", f => (string?)f["payload"]!["content"] == content, Patience);
        await person.Client.AcknowledgeAsync((string)message["payload"]!["message_id"]!);
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed class Person(string name, ChatClient client)
    {
        public string Name { get; } = name;

        public ChatClient Client { get; set; } = client;
    }
}
