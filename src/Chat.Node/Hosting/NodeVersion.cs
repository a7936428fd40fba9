using System.Reflection;

namespace Chat.Node.Hosting;

/// <summary>The version of this program.</summary>
internal static class NodeVersion
{
    /// <summary>With the commit that it was built of, behind a plus sign, where the build knew it.</summary>
    public static string Full { get; } =
        typeof(NodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static string Short { get; } = Full.Split('+')[0];
}
