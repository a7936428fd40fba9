namespace Chat.Tests.Shared;

/// <summary>The files that these tests were built from.</summary>
internal static class WorkingCopy
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(Path(parts));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Chat.Akka.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run from inside the working copy.");
        return folder.FullName;
    }
}
