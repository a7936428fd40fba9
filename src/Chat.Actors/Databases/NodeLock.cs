namespace Chat.Actors.Databases;

/// <summary>
/// Keeps a second process out of a data folder (R2): held while the process lives, released by the operating system however it ends.
/// The file stays; only the lock on it counts.
/// </summary>
public sealed class NodeLock : IDisposable
{
    private readonly FileStream _file;

    private NodeLock(FileStream file) => _file = file;

    /// <exception cref="DatabaseStartException">Another process holds it, or the folder cannot be written.</exception>
    public static NodeLock Take(string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            return new NodeLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DatabaseStartException($"Chat__DataFolder: {path} cannot be written ({e.Message})", e);
        }
        catch (IOException e) when (e is DirectoryNotFoundException or PathTooLongException)
        {
            throw new DatabaseStartException($"Chat__DataFolder: {path} cannot be made ({e.Message})", e);
        }
        catch (IOException e)
        {
            throw new DatabaseStartException(
                $"Chat__DataFolder: {path} is locked: another node uses this data folder. Stop it, or give this one its own folder.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
