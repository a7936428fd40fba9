using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>
/// Three nodes with some users, for all transcripts. The seed has the lowest port: it leads, has the coordinators, and is <c>node1</c> wherever lines are
/// sorted.
/// </summary>
public sealed class AdminCluster : IAsyncLifetime
{
    public const string Collection = "three nodes under administration";

    private readonly TempFolder _folder = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<ChatClient> _clients = [];
    private NodeDatabase? _database;
    private int[] _ports = [];

    internal NodeProcess this[int index] => _nodes[index];

    /// <summary>As members name them.</summary>
    public string AddressOf(int index) => $"akka.tcp://chat@127.0.0.1:{_ports[index]}";

    /// <summary>Alice's group with bob and carol.</summary>
    public string Group { get; private set; } = "";

    /// <summary>From alice to bob: his phone has acknowledged and read the first; the second it has only been sent.</summary>
    public string Read { get; private set; } = "";
    public string Unacknowledged { get; private set; } = "";

    /// <summary>To dora, who has never connected.</summary>
    public string Waiting { get; private set; } = "";

    /// <summary>Alice's message to the group; bob has it, carol is away.</summary>
    public string GroupMessage { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(NodeDatabase.PostgresVariable) is not { Length: > 0 }) return; // the tests say why they are skipped
        _database = await NodeDatabase.PostgresAsync();
        _ports = [.. Enumerable.Range(0, 4).Select(_ => FreePort.Take()).Order()];
        for (var i = 0; i < 3; i++)
            _nodes.Add(await StartAsync(i));
        await TalkAsync();
    }

    /// <summary>A further node, of this cluster for as long as the test wants it.</summary>
    internal Task<NodeProcess> StartFourthAsync() => StartAsync(3);

    /// <summary>A node whose only seed is nowhere: it waits until somebody lets it join.</summary>
    internal NodeProcess LaunchAlone() => NodeProcess.Launch(
        Path.Combine(_folder.Path, "alone"), _database!, ("Cluster__Port", $"{_ports[3]}"), ("Cluster__SeedNodes__0", $"akka.tcp://chat@127.0.0.1:{FreePort.Take()}"));

    public static void SkipWithoutPostgres() =>
        Skip.If(Environment.GetEnvironmentVariable(NodeDatabase.PostgresVariable) is not { Length: > 0 }, $"no PostgreSQL server: {NodeDatabase.PostgresVariable} is not set");

    /// <summary>Which nodes are running, and what each has said last.</summary>
    public string Describe() => string.Join('\n', _nodes.Select((node, i) => $"node{i + 1} {(node.HasExited ? "has ended" : "runs")}:\n{Last(node.Output)}"));

    private static string Last(string output) => string.Join('\n', output.Split('\n').TakeLast(40));

    /// <summary>What differs from run to run gets a name.</summary>
    public string Normalise(string text)
    {
        for (var i = 0; i < _ports.Length; i++)
            text = text.Replace($"127.0.0.1:{_ports[i]}", $"node{i + 1}", StringComparison.Ordinal);
        foreach (var (id, name) in new[] { (Read, "MESSAGE_READ"), (Unacknowledged, "MESSAGE_UNACKNOWLEDGED"), (Waiting, "MESSAGE_WAITING"), (GroupMessage, "MESSAGE_OF_GROUP"), (Group, "GROUP") })
            if (id.Length > 0)
                text = text.Replace(id, name, StringComparison.Ordinal);
        return text;
    }

    private Task<NodeProcess> StartAsync(int index) => NodeProcess.StartAsync(
        Path.Combine(_folder.Path, $"node{index}"), _database!,
        ("Cluster__Port", $"{_ports[index]}"), ("Cluster__SeedNodes__0", AddressOf(0)), ("Limits__ReconnectSpread", "00:00:00.1"));

    private async Task TalkAsync()
    {
        var alice = await SignInAsync(0, "alice", "phone");
        var bob = await SignInAsync(1, "bob", "phone");
        await (await ChatClient.SignInAsync(_nodes[2], "bob", "laptop")).DisposeAsync(); // known, and away
        await (await ChatClient.SignInAsync(_nodes[2], "carol", "tablet")).DisposeAsync();

        await alice.SendMessageAsync("bob", "c1", "private words");
        Read = await AckedAsync(alice, "c1");
        await bob.ExpectAsync("message");
        await bob.AcknowledgeAsync(Read);
        await bob.SendAsync(new { type = "read_receipt", message_ids = new[] { Read }, timestamp = 1_700_000_000_000 });
        await alice.ExpectAsync("read_receipt");
        await alice.SendMessageAsync("bob", "c2", "private words");
        Unacknowledged = await AckedAsync(alice, "c2");
        await bob.ExpectAsync("message");
        await alice.SendMessageAsync("dora", "c3", "private words");
        Waiting = await AckedAsync(alice, "c3");
        await alice.SendAsync(new { type = "presence_subscribe", payload = new { user_ids = new[] { "dora" } } }); // keeps dora awake

        Group = await RestClient.CreateGroupAsync(_nodes[0], "alice", "bob", "carol");
        await bob.ExpectAsync("group_event");
        await alice.SendToGroupAsync(Group, "g1", "private words");
        GroupMessage = await AckedAsync(alice, "g1");
        await bob.ExpectAsync("group_message");
        await bob.AcknowledgeAsync(GroupMessage);
        // What is told between entities in their own time, so that every look finds the same.
        await SeenAsync(["chat", "group", "-g", Group], "member alice | owner | live | released: 2", "member bob | member | noted", "member carol | member | dormant", "released: 0, delivered: 2");
        await SeenAsync(["chat", "trace", "-m", Read], "read: yes; alice was told", "alice knows of it: delivered at", "read at");
    }

    private async Task SeenAsync(string[] command, params string[] texts) => await Eventually.HoldsAsync(async () =>
    {
        var output = (await AdminRun.RunAsync(_nodes[0], command)).Output;
        return texts.All(text => output.Contains(text, StringComparison.Ordinal));
    });

    private async Task<ChatClient> SignInAsync(int node, string user, string device)
    {
        var client = await ChatClient.SignInAsync(_nodes[node], user, device);
        _clients.Add(client);
        return client;
    }

    private static async Task<string> AckedAsync(ChatClient client, string id) =>
        (string)(await client.ExpectAsync("message_ack", f => (string?)f["client_message_id"] == id))["payload"]!["message_id"]!;

    [CollectionDefinition(Collection)]
    public sealed class Definition : ICollectionFixture<AdminCluster>;

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        for (var i = _nodes.Count - 1; i >= 0; i--)
            await _nodes[i].DisposeAsync();
        _folder.Dispose();
    }
}
