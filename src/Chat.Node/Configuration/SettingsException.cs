namespace Chat.Node.Configuration;

/// <summary>Mistakes in the configuration, each one line that begins with the key as an environment variable.</summary>
internal sealed class SettingsException : Exception
{
    /// <param name="path">Below <c>Chat</c>: <c>Auth:SigningKey</c>.</param>
    public SettingsException(string path, string mistake)
        : this([LineOf(path, mistake)])
    {
    }

    public SettingsException(IReadOnlyList<string> lines)
        : base(string.Join(Environment.NewLine, lines)) => Lines = lines;

    public IReadOnlyList<string> Lines { get; }

    public static string LineOf(string path, string mistake) => $"Chat__{path.Replace(":", "__")}: {mistake}";
}
