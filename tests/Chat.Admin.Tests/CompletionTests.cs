using Chat.Admin.Prompt;

namespace Chat.Admin.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("", "chat cluster cluster-sharding exit help")]
    [InlineData("clu", "cluster cluster-sharding")]
    [InlineData("cluster ", "down down-unreachable show")]
    [InlineData("cluster down", "down down-unreachable")]
    [InlineData("CLUSTER sh", "show")]
    [InlineData("cluster down ", "-a -f")]
    [InlineData("cluster down -f ", "-a")]
    [InlineData("cluster down -a ", "")]
    [InlineData("cluster-sharding region-stats -r ", "group user")]
    [InlineData("cluster-sharding region-stats -r u", "user")]
    [InlineData("chat ", "cleanup track")]
    [InlineData("chat cleanup ", "run status")]
    [InlineData("chat track -t x ", "-t")]
    [InlineData("help ", "chat cluster cluster-sharding")]
    [InlineData("nothing ", "")]
    public void What_may_follow_is_offered(string line, string offered) =>
        Assert.Equal(offered, string.Join(' ', Completion.Of(line, Palettes.Some)));
}
