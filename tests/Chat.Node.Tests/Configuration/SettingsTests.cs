using Chat.Node.Configuration;
using Microsoft.Extensions.Configuration;

namespace Chat.Node.Tests.Configuration;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Auth:SigningKey", "hush!", "Chat__Auth__SigningKey: has 5 bytes")]
    [InlineData("Auth:JwksUri", "http://issuer.example/keys", "Chat__Auth__JwksUri: ")]
    [InlineData("Auth:Issuer", "http://issuer.example", "Chat__Auth__Issuer: ")]
    [InlineData("Auth:RefreshTokenLifetime", "00:10:00", "Chat__Auth__RefreshTokenLifetime: ")]
    [InlineData("Auth:Audiense", "app", "Chat__Auth__Audiense: there is no such key; did you mean Chat__Auth__Audience?")]
    [InlineData("Http:Port", "70000", "Chat__Http__Port: ")]
    [InlineData("Http:Port", "-1", "Chat__Http__Port: ")]
    [InlineData("http:port", "eighty", "Chat__Http__Port: 'eighty' is not a whole number")]
    [InlineData("Http:Port", "", "Chat__Http__Port: ")]
    [InlineData("Cluster:Port", "8080", "Chat__Cluster__Port: ")]
    [InlineData("Http:PublicUrl", "chat.example.org", "Chat__Http__PublicUrl: ")]
    [InlineData("Http:AllowedOrigins:0", "https://app.example.org/path", "Chat__Http__AllowedOrigins__0: ")]
    [InlineData("Http:AllowedOrigins", "https://app.example.org", "Chat__Http__AllowedOrigins: a list")]
    [InlineData("Cluster:SeedNodes:0", "host:4053", "Chat__Cluster__SeedNodes__0: ")]
    [InlineData("Database:Provider", "MySQL", "Chat__Database__Provider: 'MySQL' is none of SQLite, PostgreSQL")]
    [InlineData("Database:Provider", "PostgreSQL", "Chat__Database__ConnectionString: is empty")]
    [InlineData("Limits:PingInterval", "25", "Chat__Limits__PingInterval: '25' is not a period")]
    [InlineData("Limits:PingInterval", "00:00:00", "Chat__Limits__PingInterval: ")]
    [InlineData("Limits:Window", "0", "Chat__Limits__Window: ")]
    [InlineData("Users:InboxBytes", "-5", "Chat__Users__InboxBytes: ")]
    [InlineData("Accounts:Registration", "maybe", "Chat__Accounts__Registration: ")]
    [InlineData("DataFolder", " ", "Chat__DataFolder: ")]
    [InlineData("Users:DedupWindow", "00:00:59", "Chat__Users__DedupWindow: 00:00:59 is too short")]
    [InlineData("Groups:DedupWindow", "00:00:59", "Chat__Groups__DedupWindow: 00:00:59 is too short")]
    public async Task A_mistake_stops_the_node_with_one_line_that_names_the_key(string key, string value, string line)
    {
        using var errors = new StringWriter();
        var code = await StartupErrors.GuardAsync(() => Task.FromResult(Read((key, value))), errors);
        var lines = errors.ToString().TrimEnd().Split('\n');
        Assert.Equal(1, code);
        Assert.Contains(lines, text => text.StartsWith(line, StringComparison.Ordinal));
        Assert.All(lines, text => Assert.StartsWith("Chat__", text, StringComparison.Ordinal));
        Assert.DoesNotContain("hush!", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_nodes_need_one_database_and_one_key()
    {
        var mistakes = Assert.Throws<SettingsException>(() => Read(("Cluster:SeedNodes:0", "akka.tcp://chat@other:4053"))).Lines;
        Assert.Equal(["Chat__Database__Provider", "Chat__Auth__SigningKey"], mistakes.Select(line => line.Split(':')[0]));
        Read(("Cluster:SeedNodes:0", "akka.tcp://chat@127.0.0.1:4053"));
    }

    [Fact]
    public void Values_are_taken_as_they_are_written()
    {
        var settings = Read(
            ("Http:Port", "0"), ("Database:Provider", "postgresql"), ("Database:ConnectionString", "Host=db"), ("Users:Retention", "7.00:00:00"),
            ("Http:AllowedOrigins:0", "https://app.example.org"), ("Accounts:FindByPrefix", "true"), ("Auth:JwksUri", "http://localhost:5000/keys"));
        Assert.Equal(0, settings.Http.Port);
        Assert.Equal(DatabaseProvider.PostgreSQL, settings.Database.Provider);
        Assert.Equal(TimeSpan.FromDays(7), settings.Users.Retention);
        Assert.Equal(["https://app.example.org"], settings.Http.AllowedOrigins);
        Assert.True(settings.Accounts.FindByPrefix);
        Assert.Equal(256, settings.Limits.Window);
    }

    [Fact]
    public void The_reference_table_and_the_code_name_the_same_keys_and_defaults()
    {
        var documented = File.ReadLines(WorkingCopy.Path("docs", "configuration.md"))
            .Where(line => line.StartsWith("| `Chat__", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (Key: cells[1].Trim('`'), Default: cells[2].Trim('`'), Meaning: cells[3])).ToList();
        Assert.Equal(
            SettingsKeys.All.Select(key => $"{key.Variable} = {key.DefaultText}").Order(StringComparer.Ordinal),
            documented.Select(row => $"{row.Key} = {row.Default}").Order(StringComparer.Ordinal));
        Assert.All(documented, row => Assert.True(row.Meaning.Length > 10, $"{row.Key} is not explained."));
    }

    private static ChatSettings Read(params (string Key, string Value)[] values) =>
        SettingsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Chat:{value.Key}", (string?)value.Value))).Build());
}
