using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Chat.Node.Admin.Logs;

/// <summary>Levels that were set while the node runs: on top of those of the configuration, and gone with the process.</summary>
internal sealed class LogLevels : IPostConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    private readonly Lock _sync = new();
    private readonly SortedDictionary<string, LogLevel> _set = new(StringComparer.Ordinal);
    private CancellationTokenSource _changed = new();

    public string Name => Options.DefaultName;

    /// <summary>By category; the empty one stands for everything.</summary>
    public IReadOnlyList<KeyValuePair<string, LogLevel>> Set
    {
        get
        {
            lock (_sync)
                return [.. _set];
        }
    }

    public void Change(string category, LogLevel level)
    {
        CancellationTokenSource before;
        lock (_sync)
        {
            _set[category] = level;
            (before, _changed) = (_changed, new CancellationTokenSource());
        }

        before.Cancel();
        before.Dispose();
    }

    public IChangeToken GetChangeToken()
    {
        lock (_sync)
            return new CancellationChangeToken(_changed.Token);
    }

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // The last rule for the longest prefix counts.
        foreach (var (category, level) in Set)
        {
            if (category.Length > 0)
            {
                options.Rules.Add(new LoggerFilterRule(null, category, level, null));
                continue;
            }

            options.MinLevel = level;
            for (var i = options.Rules.Count - 1; i >= 0; i--)
                if (options.Rules[i] is { ProviderName: null, CategoryName: null })
                    options.Rules.RemoveAt(i);
        }
    }

    public void Dispose() => _changed.Dispose();
}
