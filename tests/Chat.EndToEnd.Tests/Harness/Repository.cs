namespace Chat.EndToEnd.Tests.Harness;

/// <summary>Places in the working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Path(params string[] parts) => WorkingCopy.Path(parts);

    /// <summary>The node as this build made it, in the configuration (Debug, Release) of these tests.</summary>
    public static string NodeAssembly => AssemblyOf("Chat.Node");

    /// <summary>Likewise the admin client.</summary>
    public static string AdminAssembly => AssemblyOf("Chat.Admin");

    private static string AssemblyOf(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var path = Path("src", project, "bin", configuration, "net10.0", project + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built.", path);
    }
}
