namespace Chat.Bench.Nodes;

/// <summary>The one place that knows how the node under test is configured.</summary>
internal static class NodeSettings
{
    public const string ListeningLine = "Listening on http://127.0.0.1:";
    private const string BuiltNode = "src/Chat.Node/bin/Release/net10.0/Chat.Node.dll";

    public static Dictionary<string, string> Environment(string dataFolder, string signingKey, string? postgres)
    {
        var settings = new Dictionary<string, string>
        {
            ["Chat__Http__Port"] = "0",
            ["Chat__Management__Port"] = "0",
            ["Chat__Cluster__Port"] = "0",
            ["Chat__Admin__Port"] = "0",
            ["Chat__DataFolder"] = dataFolder,
            ["Chat__Auth__SigningKey"] = signingKey,
            ["Chat__Database__Provider"] = postgres is null ? "SQLite" : "PostgreSQL",
            // All clients of a load run come from one address, and are meant to send as fast as they can.
            ["Chat__Limits__UnauthenticatedPerAddress"] = "100000",
            ["Chat__Limits__SendsPerSecond"] = "1000000",
            ["Chat__Limits__SendBurst"] = "1000000",
            ["Chat__Limits__ConnectionsPerAddress"] = "0",
            ["Chat__Limits__GroupsPerMinute"] = "1000000",
        };
        if (postgres is not null)
            settings["Chat__Database__ConnectionString"] = postgres;
        return settings;
    }

    /// <summary>
    /// A node refuses to start with a key that it does not know, and older and newer ones know different keys. Takes those that it
    /// complained about out of its environment and names them; null when that was not what stopped it.
    /// </summary>
    public static string? WithoutUnknown(Dictionary<string, string> environment, string complaint)
    {
        var unknown = complaint.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.Contains(": there is no such key", StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])
            .SelectMany(prefix => environment.Keys.Where(key => key == prefix || key.StartsWith(prefix + "__", StringComparison.Ordinal)))
            .ToArray();
        foreach (var key in unknown)
            environment.Remove(key);
        return unknown.Length > 0 ? string.Join(", ", unknown) : null;
    }

    public static string SqliteFile(string dataFolder) => Path.Combine(dataFolder, "chat.db");

    /// <summary>The Release build of the node, looked for from the current folder upward.</summary>
    public static string FindNode()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, BuiltNode);
            if (File.Exists(candidate))
                return candidate;
        }

        throw new BenchException($"No {BuiltNode} here or above. Build it (dotnet build -c Release src/Chat.Node) or name it with --node.");
    }
}
