using Akka.Configuration;

namespace Chat.Node.Hosting;

/// <summary>Values as Akka's packages write them: what is empty, or in angle brackets, is not set.</summary>
internal static class HoconValues
{
    public static string? Given(this Config config, string path) =>
        config.GetString(path)?.Trim() is { Length: > 0 } text && !(text[0] == '<' && text[^1] == '>') ? text : null;

    /// <exception cref="ConfigurationException">It is no port.</exception>
    public static int? GivenPort(this Config config, string path) =>
        config.Given(path) is not { } text ? null
        : int.TryParse(text, out var port) && port is >= 0 and <= ushort.MaxValue ? port
        : throw new ConfigurationException($"{path} is '{text}', which is not a port.");
}
