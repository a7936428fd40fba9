using System.Threading.Channels;

namespace Chat.Node.Admin.Logs;

/// <summary>The newest lines of the log in memory, for those who look at them by the command host.</summary>
internal sealed class LogRing(TimeProvider time) : ILoggerProvider
{
    public const int Capacity = 1_000;

    /// <summary>Lines that wait for a slow listener; beyond, the oldest are left out.</summary>
    private const int Waiting = 1_000;

    /// <summary>Characters of a line; of a stack trace the beginning tells most.</summary>
    private const int MaxLine = 2_000;

    private readonly Lock _sync = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly List<ChannelWriter<LogLine>> _listeners = [];

    public IReadOnlyList<LogLine> Newest
    {
        get
        {
            lock (_sync)
                return [.. _lines];
        }
    }

    /// <summary>Each line from now on, until the listener is disposed.</summary>
    public LogListener Listen()
    {
        var lines = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_sync)
            _listeners.Add(lines.Writer);
        return new LogListener(this, lines);
    }

    public void Remove(ChannelWriter<LogLine> listener)
    {
        lock (_sync)
            _listeners.Remove(listener);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    private void Add(string category, LogLevel level, string text)
    {
        if (text.Length > MaxLine) text = text[..MaxLine] + "…";
        var line = new LogLine(time.GetUtcNow(), level, category, text.ReplaceLineEndings(" ⏎ "));
        lock (_sync)
        {
            if (_lines.Count == Capacity) _lines.Dequeue();
            _lines.Enqueue(line);
            foreach (var listener in _listeners)
                listener.TryWrite(line);
        }
    }

    public void Dispose()
    {
    }

    private sealed class Logger(LogRing ring, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            ring.Add(category, logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");
    }
}

internal sealed record LogLine(DateTimeOffset At, LogLevel Level, string Category, string Text);

internal sealed class LogListener(LogRing ring, Channel<LogLine> lines) : IDisposable
{
    public ChannelReader<LogLine> Lines => lines.Reader;

    public void Dispose() => ring.Remove(lines.Writer);
}
