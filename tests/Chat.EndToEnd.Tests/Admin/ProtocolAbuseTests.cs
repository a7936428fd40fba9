using System.Net;
using System.Net.Sockets;
using System.Text;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>The command host and those who speak nonsense to it, or nothing: they are sent away, and others are served.</summary>
public sealed class ProtocolAbuseTests(ProtocolAbuseTests.GuardedNode guarded) : IClassFixture<ProtocolAbuseTests.GuardedNode>
{
    private const string Token = "a-token-of-thirty-two-bytes-or-more";
    private const string Hello = $$"""{"hello":1,"user":"x","machine":"y","token":"{{Token}}"}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("not json\n", "not of this protocol")]
    [InlineData("[1,2]\n", "not of this protocol")]
    [InlineData("\"hello\"\n", "not of this protocol")]
    [InlineData("GET / HTTP/1.1\r\n", "not of this protocol")]
    [InlineData("{\"hello\":\"one\"}\n", "not of this protocol")]
    [InlineData("{}\n", "no hello")]
    [InlineData("{\"run\":1,\"command\":\"cluster show\"}\n", "no hello")]
    [InlineData("{\"hello\":2}\n", "speaks version 1")]
    [InlineData("{\"hello\":1}\n", "token is wrong or missing")]
    [InlineData("{\"hello\":1,\"token\":\"a-token-of-thirty-two-bytes-or-mor\"}\n", "token is wrong or missing")]
    public async Task Who_does_not_begin_as_he_should_is_told_so_and_sent_away(string first, string reason)
    {
        using var client = await ConnectAsync();
        await SendAsync(client, first);
        Assert.Contains(reason, await RestAsync(client), StringComparison.Ordinal);
        await StillServesAsync();
    }

    [Theory]
    [InlineData("{\"run\":1}\n")]
    [InlineData("nonsense\n")]
    [InlineData("{}\n")]
    public async Task Nonsense_after_the_hello_ends_the_session(string line)
    {
        using var client = await ConnectAsync();
        await SendAsync(client, Hello + "\n" + line);
        Assert.Contains("\"bye\":", await RestAsync(client), StringComparison.Ordinal);
        await StillServesAsync();
    }

    [Fact]
    public async Task A_line_without_end_is_cut_off_long_before_it_fills_the_memory()
    {
        using var client = await ConnectAsync();
        try
        {
            for (var i = 0; i < 64; i++)
                await SendAsync(client, new string('x', 1 << 20));
            Assert.Contains("A line of more than", await RestAsync(client), StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Cut off while it was still being sent.
        }

        await StillServesAsync();
    }

    [Fact]
    public async Task Who_says_nothing_is_dropped_and_many_of_them_keep_nobody_out_for_long()
    {
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 40; i++)
                silent.Add(await ConnectAsync());
            Assert.Equal("", await RestAsync(silent[0]));
            await StillServesAsync();
        }
        finally
        {
            foreach (var client in silent)
                client.Dispose();
        }
    }

    [Fact]
    public async Task There_are_so_many_sessions_and_no_more()
    {
        var open = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 16; i++)
            {
                open.Add(await ConnectAsync());
                await SendAsync(open[i], Hello + "\n");
                Assert.Contains("palettes", await LineAsync(open[i]), StringComparison.Ordinal);
            }

            using var late = await ConnectAsync();
            await SendAsync(late, Hello + "\n");
            Assert.Contains("16 sessions are open already", await RestAsync(late), StringComparison.Ordinal);
        }
        finally
        {
            foreach (var client in open)
                client.Dispose();
        }

        await StillServesAsync();
    }

    [Fact]
    public async Task Who_does_not_read_a_stream_holds_up_nobody_else()
    {
        using var deaf = await ConnectAsync();
        deaf.ReceiveBufferSize = 4096;
        await SendAsync(deaf, Hello + "\n{\"run\":1,\"command\":\"chat top\"}\n");
        await StillServesAsync();
    }

    [Fact]
    public async Task A_command_while_another_runs_is_refused_and_a_cancelled_one_ends()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, Hello + "\n{\"run\":1,\"command\":\"cluster tail\"}\n{\"run\":2,\"command\":\"cluster show\"}\n{\"cancel\":1}\n");
        var reader = new StreamReader(client.GetStream());
        var lines = new List<string>();
        while (!lines.Any(l => l.Contains("\"to\":1", StringComparison.Ordinal) && l.Contains("\"final\":true", StringComparison.Ordinal)))
            lines.Add((await reader.ReadLineAsync().WaitAsync(Limit))!);
        Assert.Contains(lines, l => l.Contains("\"to\":2", StringComparison.Ordinal) && l.Contains("\"error\":\"refused\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Beyond_this_machine_the_command_host_is_not_opened_without_a_token()
    {
        using var folder = new TempFolder();
        await using var node = NodeProcess.Launch(folder.Path, NodeDatabase.Sqlite, ("Admin__Host", "0.0.0.0"));
        Assert.NotEqual(0, await node.WaitForExitAsync());
        await Eventually.HoldsAsync(() => node.Output.Length > 0);
        Assert.StartsWith("Chat__Admin__Token: is empty;", Assert.Single(node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_shows_the_token_from_the_environment()
    {
        Assert.Equal(0, (await AdminRun.RunAsync([guarded.Node.AdminAddress, "cluster", "status"], ("PBM_TOKEN", Token))).Code);
        var without = await AdminRun.RunAsync([guarded.Node.AdminAddress, "cluster", "status"]);
        Assert.Equal((2, "pbm: The node has ended the session: The token is wrong or missing.\n"), (without.Code, without.Errors));
    }

    private async Task StillServesAsync()
    {
        // Those who were dropped make room; a new client may have to wait for that.
        await Eventually.HoldsAsync(async () =>
        {
            using var client = await ConnectAsync();
            await SendAsync(client, Hello + "\n{\"run\":1,\"command\":\"cluster leader\"}\n");
            var reader = new StreamReader(client.GetStream());
            return (await reader.ReadLineAsync().WaitAsync(Limit))?.Contains("palettes", StringComparison.Ordinal) == true
                   && (await reader.ReadLineAsync().WaitAsync(Limit))?.Contains("akka.tcp://", StringComparison.Ordinal) == true;
        });
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(guarded.Node.AdminAddress)).WaitAsync(Limit);
        return client;
    }

    private static Task SendAsync(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask().WaitAsync(Limit);

    private static async Task<string> LineAsync(TcpClient client) => await new StreamReader(client.GetStream()).ReadLineAsync().WaitAsync(Limit) ?? "";

    /// <summary>All until the node closes.</summary>
    private static async Task<string> RestAsync(TcpClient client)
    {
        var text = new StringBuilder();
        try
        {
            var buffer = new byte[65_536];
            while (await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Limit) is > 0 and var read)
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // It was cut off with something unread in it.
        }

        return text.ToString();
    }

    public sealed class GuardedNode : IAsyncLifetime
    {
        private readonly TempFolder _folder = new();

        internal NodeProcess Node { get; private set; } = null!;

        public async Task InitializeAsync() => Node = await NodeProcess.StartAsync(_folder.Path, NodeDatabase.Sqlite, ("Admin__Token", Token));

        public async Task DisposeAsync()
        {
            await Node.DisposeAsync();
            _folder.Dispose();
        }
    }
}
