namespace Chat.Node.Tests.Discovery;

/// <summary>Files of the working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Chat.Akka.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run from inside the working copy.");
        return System.IO.Path.Combine([folder.FullName, .. parts]);
    }
}
