namespace Chat.Actors.Tests.Serialization;

/// <summary>The bytes of a record as some version wrote them, in a text file that a review can read.</summary>
internal sealed record Recording(int Serializer, string Manifest, byte[] Bytes)
{
    private static readonly string Folder = WorkingCopy.Path("tests", "Chat.Actors.Tests", "Serialization", "Recorded");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.hex").Select(path => Path.GetFileNameWithoutExtension(path)!);

    public string Text => $"{Serializer}\n{Manifest}\n{Convert.ToHexStringLower(Bytes)}\n";

    public static Recording? Load(string name)
    {
        var path = Path.Combine(Folder, name + ".hex");
        if (!File.Exists(path))
            return null;
        var lines = File.ReadAllLines(path);
        return new Recording(int.Parse(lines[0]), lines[1], Convert.FromHexString(lines[2]));
    }

    public Recording SaveIfAsked(string name)
    {
        Assert.True(
            Environment.GetEnvironmentVariable("CHAT_RECORD") == "1",
            $"There is no recording of {name}: run once with CHAT_RECORD=1 and commit the file.");
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, name + ".hex"), Text);
        return this;
    }
}
