namespace Chat.Admin.Tests;

public sealed class ClientOptionsTests
{
    [Theory]
    [InlineData("", "127.0.0.1:9110", null)]
    [InlineData("cluster show", "127.0.0.1:9110", "cluster show")]
    [InlineData("localhost:9111", "localhost:9111", null)]
    [InlineData("localhost:9111 cluster show", "localhost:9111", "cluster show")]
    [InlineData("10.0.0.1 cluster show", "10.0.0.1:9110", "cluster show")]
    [InlineData("[::1]:9111 cluster leader", "[::1]:9111", "cluster leader")]
    [InlineData("--json chat user -u alice", "127.0.0.1:9110", "chat user -u alice")]
    [InlineData("node:9110 --json chat stats --json", "node:9110", "chat stats --json")]
    public void Address_options_and_command_are_told_apart(string line, string address, string? command)
    {
        var options = Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(address, options.Address);
        Assert.Equal(command, options.Command);
    }

    [Fact]
    public void Words_with_blanks_stay_words()
    {
        Assert.Equal("""chat user -u "a b\"c" """.TrimEnd(), Parse(["chat", "user", "-u", "a b\"c"]).Command);
        Assert.Equal("cluster show", Parse(["cluster show"]).Command); // a whole command in quotes
    }

    [Fact]
    public void The_environment_names_the_node_and_the_token_and_the_command_line_outdoes_it()
    {
        string? Environment(string name) => name switch { "PBM_HOST" => "10.0.0.9:9999", "PBM_TOKEN" => "secret", _ => null };
        var options = ClientOptions.Parse([], Environment);
        Assert.Equal(("10.0.0.9:9999", "secret"), (options.Address, options.Token));
        options = ClientOptions.Parse(["other:1", "--token", "mine"], Environment);
        Assert.Equal(("other:1", "mine"), (options.Address, options.Token));
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--token")]
    public void What_is_no_option_is_refused(string line) => Assert.Throws<OptionException>(() => Parse(line.Split(' ')));

    private static ClientOptions Parse(string[] args) => ClientOptions.Parse(args, _ => null);
}
