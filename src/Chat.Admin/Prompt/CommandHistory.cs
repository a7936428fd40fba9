namespace Chat.Admin.Prompt;

/// <summary>What was written before, kept in the user's own folder, readable by him alone.</summary>
internal sealed class CommandHistory
{
    private const int Most = 500;

    private readonly string? _file;
    private readonly List<string> _lines = [];

    /// <param name="file">Null: only for this session.</param>
    public CommandHistory(string? file)
    {
        _file = file;
        try
        {
            if (file is not null && File.Exists(file)) _lines.AddRange(File.ReadLines(file).TakeLast(Most));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file = null; // a prompt without memory is a prompt still
        }
    }

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string line)
    {
        if (_lines.Count > 0 && _lines[^1] == line) return;
        _lines.Add(line);
        if (_lines.Count > Most) _lines.RemoveAt(0);
        if (_file is null) return;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(_file, options);
            foreach (var one in _lines)
                writer.WriteLine(one);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Likewise.
        }
    }
}
