namespace Chat.EndToEnd.Tests.Harness;

internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("chat-e2e-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // a process that was just killed may still hold a file; the system's temporary folder is cleared by others
        }
    }
}
