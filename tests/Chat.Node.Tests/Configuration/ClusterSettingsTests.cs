using Akka.Actor;
using Akka.Discovery;
using Chat.Node.Configuration;
using Chat.Node.Hosting;
using Microsoft.Extensions.Configuration;
using AkkaDiscovery = Akka.Discovery.Discovery;

namespace Chat.Node.Tests.Configuration;

/// <summary>How a cluster forms, in the configuration: its mistakes stop the start, and the rest is told to Akka under its own keys.</summary>
public sealed class ClusterSettingsTests
{
    [Theory]
    [InlineData("Cluster:Roles:0", "worker", "Chat__Cluster__Roles__0: 'worker' is none of edge, entity")]
    [InlineData("Cluster:Hocon", "/no/such/file", "Chat__Cluster__Hocon: there is no file /no/such/file")]
    [InlineData("Cluster:SeedNodes:0", "akka.tcp://chat@10.0.0.1:4053", "Chat__Cluster__Bootstrap__Discovery: is set beside Chat__Cluster__SeedNodes")]
    [InlineData("Cluster:Bootstrap:Discovery", "dns", "Chat__Cluster__Bootstrap__Discovery: 'dns' is none of config, chat-dns, kubernetes-api")]
    [InlineData("Cluster:Bootstrap:Discovery", "", "Chat__Cluster__Bootstrap__Discovery: is empty, and so the rest of the section means nothing")]
    [InlineData("Cluster:Bootstrap:Discovery", "chat-dns", "Chat__Cluster__Bootstrap__ContactPoints: is for 'config'; 'chat-dns' looks them up")]
    [InlineData("Cluster:Bootstrap:ContactPoints:1", "10.0.0.2", "Chat__Cluster__Bootstrap__ContactPoints__1: '10.0.0.2' is not an address such as 10.0.0.1:8558")]
    [InlineData("Cluster:Bootstrap:ContactPoints:1", "http://10.0.0.2:8558", "Chat__Cluster__Bootstrap__ContactPoints__1: ")]
    [InlineData("Cluster:Bootstrap:RequiredContactPoints", "0", "Chat__Cluster__Bootstrap__RequiredContactPoints: 0 is too small")]
    [InlineData("Cluster:Host", "10.0.0.1", "Chat__Management__Host: '127.0.0.1' cannot be reached by the other nodes")]
    [InlineData("Management:Port", "0", "Chat__Management__Port: is 0; with bootstrap the other nodes must know it")]
    [InlineData("Management:Port", "8080", "Chat__Management__Port: 8080 is also Chat__Http__Port")]
    [InlineData("Database:Provider", "SQLite", "Chat__Database__Provider: SQLite is for one node; several (Chat__Cluster__Bootstrap__Discovery) need PostgreSQL")]
    [InlineData("Auth:SigningKey", "", "Chat__Auth__SigningKey: is empty; several nodes (Chat__Cluster__Bootstrap__Discovery)")]
    public void A_mistake_is_told_in_one_line(string key, string value, string line)
    {
        var lines = Assert.Throws<SettingsException>(() => Read((key, value))).Lines;
        Assert.Single(lines, text => text.StartsWith(line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_configured_is_what_Akka_finds()
    {
        var settings = Read(("Cluster:Bootstrap:ServiceName", "chat.example.org"), ("Cluster:Bootstrap:ContactPoints:1", "other:9558"), ("Management:Writable", "true"));
        var config = NodeHocon.From(settings);
        Assert.False(config.GetBoolean("akka.management.http.route-providers-read-only"));
        Assert.Equal("chat-example-org", config.GetString("akka.management.cluster.bootstrap.contact-point-discovery.service-name"));
        Assert.Equal(2, config.GetStringList("akka.extensions").Count);
        var system = ActorSystem.Create("chat", Akka.Configuration.ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, extensions = [] }").WithFallback(config));
        try
        {
            var found = await AkkaDiscovery.Get(system).Default.Lookup(new Lookup("chat-example-org"), TimeSpan.FromSeconds(30));
            Assert.Equal(["10.0.0.1:8558", "other:9558"], found.Addresses.Select(target => $"{target.Host}:{target.Port}"));
        }
        finally
        {
            await system.Terminate();
        }
    }

    [Fact]
    public void Without_discovery_there_is_no_bootstrap()
    {
        var config = NodeHocon.From(new ChatSettings());
        Assert.Equal(["Chat.Node.Management.ManagementProvider, Chat.Node"], config.GetStringList("akka.extensions"));
        Assert.True(config.GetBoolean("akka.management.http.route-providers-read-only"));
    }

    /// <summary>Every class that the HOCON names is there: Akka only logs one that is not.</summary>
    [Fact]
    public void The_classes_that_are_named_exist()
    {
        var config = NodeHocon.From(Read());
        Assert.All(
            [.. config.GetStringList("akka.extensions"), config.GetString("akka.discovery.chat-dns.class"), config.GetString("akka.discovery.kubernetes-api.class")],
            name => Assert.NotNull(Type.GetType(name)));
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_a_mistake_in_one_line()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "akka.loglevel = ${no.such.path}");
        var mistake = Assert.Throws<SettingsException>(() => NodeHocon.OfOperator(file)).Message;
        Assert.StartsWith($"Chat__Cluster__Hocon: {file} cannot be used: ", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake);
        File.Delete(file);
    }

    private static ChatSettings Read(params (string Key, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["Chat:Database:Provider"] = "PostgreSQL",
            ["Chat:Database:ConnectionString"] = "Host=home;Database=chat",
            ["Chat:Auth:SigningKey"] = "a-signing-key-for-tests-of-32-bytes-or-more",
            ["Chat:Cluster:Bootstrap:Discovery"] = "config",
            ["Chat:Cluster:Bootstrap:ContactPoints:0"] = "10.0.0.1:8558",
        };
        foreach (var (key, value) in changes) values[$"Chat:{key}"] = value;
        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
