using Chat.Protocol.Admin;

namespace Chat.Admin.Tests;

/// <summary>One command and out, as scripts use it: what is printed where, and the exit code.</summary>
public sealed class OneCommandTests
{
    private static readonly ServerLine Show = new() { Text = "akka.tcp://chat@node:1 | [edge] | up |  | 1.0.0", Data = new System.Text.Json.Nodes.JsonObject { ["status"] = "up" } };

    [Fact]
    public async Task An_answer_is_printed_and_zero_returned()
    {
        using var node = FakeNode.Answering(Show, new ServerLine { Text = "Count: 1 nodes" }, new ServerLine { Final = true });
        var (code, output, errors) = await RunAsync(node.Address, "cluster", "show");
        Assert.Equal((0, $"{Show.Text}\nCount: 1 nodes\n", ""), (code, output, errors));
        Assert.Equal("cluster show", node.Heard[1].Command);
    }

    [Fact]
    public async Task For_programs_the_same_comes_as_json()
    {
        using var node = FakeNode.Answering(Show, new ServerLine { Text = "Count: 1 nodes" }, new ServerLine { Final = true });
        var (code, output, _) = await RunAsync(node.Address, "--json", "cluster", "show");
        Assert.Equal((0, """
            {"status":"up"}
            {"text":"Count: 1 nodes"}

            """), (code, output));
    }

    [Theory]
    [InlineData(AdminErrors.Refused, 1)]
    [InlineData(AdminErrors.Failed, 1)]
    [InlineData(AdminErrors.Usage, 2)]
    public async Task A_failure_goes_to_standard_error_and_into_the_exit_code(string kind, int expected)
    {
        using var node = FakeNode.Answering(new ServerLine { Error = kind, Text = "No.", Final = true });
        var (code, output, errors) = await RunAsync(node.Address, "cluster", "down");
        Assert.Equal((expected, "", kind == AdminErrors.Usage ? "No.\n" : $"{kind}: No.\n"), (code, output, errors));
    }

    [Fact]
    public async Task What_comes_from_strangers_does_not_move_the_cursor()
    {
        using var node = FakeNode.Answering(new ServerLine { Text = "user \u001b[2Jmallory\r" }, new ServerLine { Final = true });
        Assert.Equal("user \uFFFD[2Jmallory\uFFFD\n", (await RunAsync(node.Address, "chat", "track")).Output);
    }

    [Fact]
    public async Task Help_needs_no_answer_of_the_node()
    {
        using var node = FakeNode.Answering();
        var (code, output, _) = await RunAsync(node.Address, "help");
        Assert.Equal(0, code);
        Assert.Contains("cluster down -a ADDRESS", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_node_there_is_told_in_one_line()
    {
        using var node = FakeNode.Answering();
        var address = node.Address;
        node.Dispose();
        var (code, _, errors) = await RunAsync(address, "cluster", "show");
        Assert.Equal(2, code);
        Assert.StartsWith($"pbm: Cannot connect to {address}", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_node_that_sends_the_client_away_says_why()
    {
        using var node = new FakeNode(_ => [new ServerLine { Bye = "The token is wrong or missing." }]);
        var (code, _, errors) = await RunAsync(node.Address, "cluster", "show");
        Assert.Equal((2, "pbm: The node has ended the session: The token is wrong or missing.\n"), (code, errors));
    }

    [Fact]
    public async Task Another_version_of_the_protocol_is_not_guessed_at()
    {
        using var node = new FakeNode(_ => [new ServerLine { Hello = 2 }]);
        Assert.Equal(2, (await RunAsync(node.Address, "cluster", "show")).Code);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await AdminClient.RunAsync(args, _ => null, output, errors, outputIsTerminal: false);
        return (code, output.ToString(), errors.ToString());
    }
}
